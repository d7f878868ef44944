package dev.berth.cli.local;

import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * A new plugin project: the template of the distribution, with a name.
 *
 * @param name what users will write
 * @param className the name of its main class
 */
public record NewPlugin(String name, String className) {

    /** What the plugin offers to the server. */
    public enum Kind {
        scheduler,
        strategy,
        constraint
    }

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST = 40;

    /** Classes that the template names: one of the plugin's own would hide them. */
    private static final Set<String> TAKEN =
            Set.of(
                    "ArrayList",
                    "ClusterState",
                    "Comparator",
                    "Extension",
                    "Fit",
                    "Instance",
                    "List",
                    "Override",
                    "Placement",
                    "Optional",
                    "PlacementConstraint",
                    "PlacementConstraintContract",
                    "PlacementConstraintFactory",
                    "PlacementRequest",
                    "PlacementStrategy",
                    "PlacementStrategyContract",
                    "PlacementStrategyFactory",
                    "PluginContext",
                    "Scheduler",
                    "SchedulerContract",
                    "SchedulerFactory",
                    "Settings",
                    "String",
                    "Utilization");

    /**
     * @throws CliException where it is no name for a plugin
     */
    public static NewPlugin of(String name) {
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "%s is not a valid plugin name. Use at most %d lower case letters, digits and single dashes, starting with a letter, such as my-scheduler."
                            .formatted(name, LONGEST));
        }
        var className =
                Arrays.stream(name.split("-"))
                        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                        .collect(Collectors.joining());
        if (SourceVersion.isKeyword(name.replace("-", "")) || TAKEN.contains(className)) {
            throw new CliException(
                    ExitCode.USAGE,
                    "%s cannot be the name of a Java package and class here. Choose another, such as my-%s."
                            .formatted(name, name));
        }
        return new NewPlugin(name, className);
    }

    /**
     * Names are compared without case and dashes, as {@code distinctInstance} and {@code
     * distinct-instance} are one.
     *
     * @param shipped the names of the plugins that ship with Berth, and of their points
     * @param installed the same of those in the plugins folder or the server
     * @throws CliException if the name is one of those
     */
    public NewPlugin requireFree(Set<String> shipped, Set<String> installed) {
        if (isIn(shipped)) {
            throw new CliException(
                    ExitCode.USAGE,
                    "The name %s is used by a plugin that ships with Berth. Choose another, such as my-%s."
                            .formatted(name, name));
        }
        if (isIn(installed)) {
            throw new CliException(
                    ExitCode.USAGE,
                    "The name %s is used by an installed plugin. Choose another, such as my-%s."
                            .formatted(name, name));
        }
        return this;
    }

    private boolean isIn(Set<String> names) {
        return names.stream().anyMatch(other -> compared(other).equals(compared(name)));
    }

    private static String compared(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private String packageName() {
        return "org.example." + name.replace("-", "");
    }

    /**
     * Writes the project.
     *
     * @param distribution has the template, and the repository that the project builds with
     * @throws CliException where the folder is there already and has something in it
     */
    public void writeTo(Path folder, Path distribution, Kind kind) throws IOException {
        if (Files.exists(folder) && !isEmptyFolder(folder)) {
            throw new CliException(
                    ExitCode.FAILED,
                    folder + " exists and is not empty. Choose another folder with --dir.");
        }
        var template = distribution.resolve("plugin-template");
        var repository = distribution.resolve("repository").toUri().toString();
        var ofKind = template.resolve("kinds").resolve(kind.name());
        write(template, kind == Kind.scheduler, folder, repository);
        if (kind != Kind.scheduler) {
            write(ofKind, true, folder, repository);
        }
    }

    private void write(Path from, boolean withSources, Path folder, String repository)
            throws IOException {
        List<Path> files;
        try (var found = Files.walk(from)) {
            files =
                    found.filter(Files::isRegularFile)
                            .filter(file -> !from.relativize(file).startsWith("kinds"))
                            .filter(file -> withSources || !from.relativize(file).startsWith("src"))
                            .toList();
        }
        for (var file : files) {
            var target = folder.resolve(targetOf(from.relativize(file).toString()));
            Files.createDirectories(target.getParent());
            Files.writeString(target, filled(Files.readString(file), repository));
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Sources lie in the folders of their package. */
    private String targetOf(String path) {
        return path.replace("/java/", "/java/" + packageName().replace('.', '/') + "/")
                .replace("__Name__", className);
    }

    private String filled(String text, String repository) {
        return text.replace("__Name__", className)
                .replace("__name__", name)
                .replace("__package__", packageName())
                .replace("__repository__", repository);
    }
}
