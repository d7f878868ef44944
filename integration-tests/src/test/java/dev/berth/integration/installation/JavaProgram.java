package dev.berth.integration.installation;

import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts one of Berth's programs from the class path of the tests, so that it is always fresh. */
final class JavaProgram {
    private JavaProgram() {}

    /**
     * @param others the modules of the other programs, which are not to be on the class path, since
     *     each brings a configuration of its logs
     */
    static ChildProcess start(
            Bench bench,
            String name,
            Path log,
            String mainClass,
            List<String> others,
            List<String> arguments,
            Map<String, String> environment) {
        return start(bench, name, log, mainClass, others, arguments, environment, null);
    }

    /**
     * @param namespace the network namespace that the program runs in, or null for that of the
     *     tests
     */
    static ChildProcess start(
            Bench bench,
            String name,
            Path log,
            String mainClass,
            List<String> others,
            List<String> arguments,
            Map<String, String> environment,
            Path namespace) {
        var command = new ArrayList<String>();
        // Also if the tests were started with nohup, which a JVM inherits.
        command.addAll(List.of("env", "--default-signal=HUP"));
        if (namespace != null) command.addAll(List.of("nsenter", "--net=" + namespace));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1"); // short lives on few cores
        command.add("-Xmx256m");
        command.add("-Dberth.plugins=" + distribution().resolve("plugins"));
        // Says whose the process is, should the tests be aborted.
        command.add("-Dberth.bench=" + bench.folder() + "/");
        command.addAll(List.of("-cp", classPathWithout(others, mainClass), mainClass));
        command.addAll(arguments);
        return ChildProcess.start(
                name,
                log,
                command,
                variables -> {
                    variables.keySet().removeIf(JavaProgram::wouldConfigure);
                    variables.putAll(environment);
                });
    }

    private static Path distribution() {
        return Path.of("").toAbsolutePath().getParent().resolve("target/berth");
    }

    private static boolean wouldConfigure(String variable) {
        return variable.startsWith("AWS_")
                || variable.startsWith("BERTH_")
                || variable.startsWith("ECS_")
                || variable.startsWith("DOCKER_")
                || variable.equals("JAVA_TOOL_OPTIONS");
    }

    /** Only the programs of the tests themselves see the classes of the tests. */
    private static String classPathWithout(List<String> modules, String mainClass) {
        var separator = System.getProperty("path.separator");
        var isOfTests = mainClass.startsWith("dev.berth.integration.");
        return Arrays.stream(System.getProperty("java.class.path").split(separator))
                .filter(entry -> isOfTests || !entry.endsWith("/test-classes"))
                .filter(entry -> modules.stream().noneMatch(module -> isOf(module, entry)))
                .collect(Collectors.joining(separator));
    }

    private static boolean isOf(String module, String entry) {
        return entry.contains("/" + module + "/target/")
                || entry.contains("/berth-" + module + "-");
    }
}
