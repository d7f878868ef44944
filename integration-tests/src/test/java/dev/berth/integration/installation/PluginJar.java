package dev.berth.integration.installation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** A plugin of one class, compiled from its source. */
public final class PluginJar {
    private PluginJar() {}

    /**
     * Compiles the class and puts the jar into the folder in one step.
     *
     * @param name the simple name of the class, which is in no package; also the id of the plugin
     *     in lower case
     */
    public static void install(Path folder, String name, String source) throws IOException {
        var id = name.toLowerCase(java.util.Locale.ROOT);
        var classes = Files.createTempDirectory("plugin-");
        var file = Files.writeString(classes.resolve(name + ".java"), source);
        var errors = new ByteArrayOutputStream();
        var arguments =
                List.of(
                        "--release",
                        "17",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, errors, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new AssertionError(errors.toString(StandardCharsets.UTF_8));
        }
        var part = Files.createDirectories(folder).resolve("." + id + ".part");
        try (var zip = new ZipOutputStream(Files.newOutputStream(part));
                var found = Files.list(classes)) {
            put(zip, "META-INF/MANIFEST.MF", manifest(id));
            put(zip, "META-INF/extensions.idx", name.getBytes(StandardCharsets.UTF_8));
            for (var each : found.filter(it -> it.toString().endsWith(".class")).toList()) {
                put(zip, each.getFileName().toString(), Files.readAllBytes(each));
            }
        }
        Files.move(part, folder.resolve(id + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] manifest(String id) {
        return """
        Manifest-Version: 1.0
        Plugin-Id: %s
        Plugin-Version: 1.0.0
        Plugin-Requires: 1.0.0

        """
                .formatted(id)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
