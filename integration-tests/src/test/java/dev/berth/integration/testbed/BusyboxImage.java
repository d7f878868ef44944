package dev.berth.integration.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The image that all tests run: a static busybox, imported so that no registry is asked. */
public final class BusyboxImage {
    public static final String NAME = "berth-test/busybox:1";

    private BusyboxImage() {}

    static void load(DockerHost host, Path workspace) {
        // By the command line: docker-java's import ends in "unexpected EOF" on Docker 20.10.
        Command.run("docker", "--host", host.url(), "import", archive(workspace).toString(), NAME);
    }

    private static synchronized Path archive(Path workspace) {
        var archive = workspace.resolve("busybox.tar");
        if (Files.exists(archive)) return archive;
        try {
            var root = Files.createDirectories(workspace.resolve("busybox"));
            var bin = Files.createDirectories(root.resolve("bin"));
            Files.createDirectories(root.resolve("tmp"));
            var busybox = Requirements.find("busybox").orElseThrow();
            Files.copy(
                    busybox,
                    bin.resolve("busybox"),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
            for (var applet : Command.run(busybox.toString(), "--list").lines().toList())
                if (!applet.equals("busybox"))
                    Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
            Command.run("chmod", "1777", root.resolve("tmp").toString());
            Command.run("tar", "-C", root.toString(), "-cf", archive.toString(), ".");
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
