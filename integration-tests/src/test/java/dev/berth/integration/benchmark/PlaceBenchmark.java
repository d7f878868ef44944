package dev.berth.integration.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code bin/bench place}: each measure of each size in a process of its own, one at a time. */
final class PlaceBenchmark {
    private static final Map<String, Class<?>> MEASURES =
            Map.of(
                    "plan", PlanMeasure.class,
                    "launch", LaunchMeasure.class,
                    "call", CallMeasure.class);

    private static final String USAGE =
            """
            usage: bin/bench place [--short] [OPTION VALUE]...
              --instances LIST   numbers of container instances (1000,5000)
              --tasks LIST       numbers of tasks (10000,50000)
              --member-of LIST   with and without constraint (false,true)
              --measures LIST    of plan, launch, call (all)
              --warm-up NUMBER   tasks placed before each measure (10000)
              --callers NUMBER   requests of ten tasks in flight (32)
              --short            for a first look, in two minutes: 1,000 instances, 2,000 tasks
            plan    decisions per second of the planner alone
            launch  durable placements per second in process, on the embedded database
            call    durable placements per second through RunTask of 10 over HTTP: client, server
                    and fake agents are three processes; placed as by default, so --member-of
                    does not count""";

    private PlaceBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options;
        try {
            options = options(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bin/bench place: " + e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        System.out.println(Machine.describe());
        var folder = Files.createDirectories(Path.of("target", "benchmark").toAbsolutePath());
        for (var measure : list(options.get("measures"))) {
            for (var size : sizes(options, measure)) {
                run(MEASURES.get(measure), size, folder);
            }
        }
    }

    private static Map<String, String> options(String[] arguments) {
        var given = new ArrayList<>(List.of(arguments));
        var isShort = given.remove("--short");
        var options = new LinkedHashMap<String, String>();
        options.put("instances", isShort ? "1000" : "1000,5000");
        options.put("tasks", isShort ? "2000" : "10000,50000");
        options.put("member-of", isShort ? "false" : "false,true");
        options.put("measures", "plan,launch,call");
        options.put("warm-up", isShort ? "1000" : "10000");
        options.put("callers", "32");
        Size.options(given)
                .forEach(
                        (name, value) -> {
                            if (options.replace(name, value) == null) {
                                throw new IllegalArgumentException("there is no option --" + name);
                            }
                        });
        for (var measure : list(options.get("measures"))) {
            if (!MEASURES.containsKey(measure)) {
                throw new IllegalArgumentException("there is no measure " + measure);
            }
        }
        return options;
    }

    private static List<Size> sizes(Map<String, String> options, String measure) {
        var constraints =
                measure.equals("call") ? List.of("false") : list(options.get("member-of"));
        var sizes = new ArrayList<Size>();
        for (var instances : numbers(options.get("instances"))) {
            for (var tasks : numbers(options.get("tasks"))) {
                for (var memberOf : constraints) {
                    sizes.add(
                            new Size(
                                    instances,
                                    tasks,
                                    Integer.parseInt(options.get("warm-up")),
                                    Boolean.parseBoolean(memberOf),
                                    Integer.parseInt(options.get("callers"))));
                }
            }
        }
        return sizes;
    }

    private static List<Integer> numbers(String text) {
        return list(text).stream().map(Integer::valueOf).toList();
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(",")).map(String::strip).toList();
    }

    private static void run(Class<?> measure, Size size, Path folder)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(Programs.java());
        if (measure == CallMeasure.class) {
            command.addAll(Programs.LIGHT);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), measure.getName()));
        command.addAll(size.arguments());
        var process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
        var code = process.waitFor();
        if (code != 0) {
            System.err.println("bin/bench place: the measure ended with code " + code);
            System.exit(1);
        }
    }
}
