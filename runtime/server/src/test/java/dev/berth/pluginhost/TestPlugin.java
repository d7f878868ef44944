package dev.berth.pluginhost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** A plugin that is compiled from its source for one test. */
public record TestPlugin(String id, String version, String requires, Map<String, String> sources) {

    public static TestPlugin of(String id) {
        return new TestPlugin(id, "1.0.0", "1.0.0", Map.of());
    }

    public TestPlugin version(String version) {
        return new TestPlugin(id, version, requires, sources);
    }

    public TestPlugin requires(String requires) {
        return new TestPlugin(id, version, requires, sources);
    }

    /** A strategy whose weight is this expression of {@code task} and {@code instance}. */
    public TestPlugin strategy(String type, String weight) {
        return point(
                "PlacementStrategy",
                type,
                "return field -> (task, instance) -> { " + weight + " };");
    }

    /** A constraint whose rule has this body. */
    public TestPlugin constraint(String type, String check) {
        return point(
                "PlacementConstraint",
                type,
                "return expression -> (task, instance) -> { " + check + " };");
    }

    /** A scheduler whose {@code place} has this body. */
    public TestPlugin scheduler(String type, String place) {
        return point("Scheduler", type, "return (request, cluster) -> { " + place + " };");
    }

    /** A factory whose {@code create(settings)} has this body. */
    public TestPlugin point(String point, String type, String create) {
        var name = "Factory" + sources.size();
        var source =
                """
                package test;
                import dev.berth.plugin.*;
                import dev.berth.plugin.cluster.*;
                import dev.berth.plugin.placement.*;
                import java.util.*;
                @org.pf4j.Extension
                public class %s implements %sFactory {
                    public String type() { return "%s"; }
                    public %s create(Settings settings, PluginContext context) { %s }
                }
                """
                        .formatted(name, point, type, point, create);
        var more = new LinkedHashMap<>(sources);
        more.put(name, source);
        return new TestPlugin(id, version, requires, more);
    }

    /** Written beside and renamed, as {@code berth plugin install} does. */
    public Path in(Path folder) {
        return in(folder, id + ".jar");
    }

    public Path in(Path folder, String name) {
        try {
            var beside = Files.write(folder.resolve("." + name + ".part"), jar());
            return Files.move(beside, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] jar() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            var manifest =
                    "Manifest-Version: 1.0\nPlugin-Id: %s\nPlugin-Version: %s\nPlugin-Requires: %s\n\n"
                            .formatted(id, version, requires);
            put(zip, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
            var index = new StringBuilder();
            sources.keySet().forEach(name -> index.append("test.").append(name).append('\n'));
            put(zip, "META-INF/extensions.idx", index.toString().getBytes(StandardCharsets.UTF_8));
            for (var entry : compiled().entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private Map<String, byte[]> compiled() throws IOException {
        var folder = Files.createTempDirectory("plugin-");
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--release",
                                "17",
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                folder.toString()));
        for (var source : sources.entrySet()) {
            arguments.add(
                    Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue())
                            .toString());
        }
        var errors = new ByteArrayOutputStream();
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, errors, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new AssertionError(errors.toString(StandardCharsets.UTF_8));
        }
        var classes = new LinkedHashMap<String, byte[]>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
                classes.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
