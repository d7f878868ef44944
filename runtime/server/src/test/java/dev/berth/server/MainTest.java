package dev.berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir Path home;

    private final StringWriter said = new StringWriter();

    @Test
    void badConfigurationEndsWithTwoAndASentenceForEachProblem() throws Exception {
        var file =
                Files.writeString(
                        home.resolve("b.conf"),
                        "server.port = many\nsignature.max-skew = 2 hours\n");

        var exit = run("--config", file.toString());

        assertThat(exit).isEqualTo(2);
        assertThat(said.toString())
                .isEqualTo(
                        """
                        berth server: %1$s: 1: server.port: expected a whole number from 0 to 65535, found "many"
                        berth server: %1$s: 2: signature.max-skew: expected a time from 1 second to 1 hour, such as 5 minutes, found "2 hours"
                        """
                                .formatted(file));
        assertThat(home.resolve(".berth")).doesNotExist();
    }

    @Test
    void anUnknownFlagEndsWithTwo() {
        assertThat(run("--prot", "1")).isEqualTo(2);
        assertThat(said.toString()).contains("--prot");
    }

    private int run(String... arguments) {
        return new CommandLine(new Main(Map.of(), home))
                .setErr(new PrintWriter(said))
                .execute(arguments);
    }
}
