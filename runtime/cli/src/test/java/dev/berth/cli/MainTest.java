package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.installation.Hint;
import dev.berth.cli.outcome.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int berth(String... words) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    @Test
    void aUsageErrorIsTheErrorAndWhereTheHelpIs() {
        assertThat(berth("ps", "--colour")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("Unknown option: '--colour'").endsWith(SEE_PS);
        assertThat(err.toString().lines().count()).isLessThanOrEqualTo(3);
    }

    private static final String SEE_PS = "See: berth ps --help" + System.lineSeparator();

    @Test
    void aPortOutOfRangeIsAUsageError() {
        assertThat(berth("up", "--port", "99999")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--port: expected 1 to 65535, got 99999");
    }

    @Test
    void hintsNameTheDataFolderThatWasGiven() {
        assertThat(berth("ps", "--data", "/nowhere/at all")).isEqualTo(ExitCode.NO_SERVER);
        assertThat(err.toString()).contains("berth up --data '/nowhere/at all'");
        assertThat(Hint.of(DataFolder.of(null), "down")).isEqualTo("berth down");
        assertThat(Hint.of(DataFolder.of(Path.of("/x")), "down")).isEqualTo("berth down --data /x");
    }

    @Test
    void nothingIsPrintedForATaskWithoutAnId() {
        assertThat(berth("task", "--data", "/nowhere", "/")).isEqualTo(ExitCode.USAGE);
        assertThat(berth("task", "--tail", "-1", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(berth("logs", "--tail", "-1", "x")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void variablesThatNothingReadsAreFound() {
        assertThat(
                        Hint.unknownVariables(
                                Map.of(
                                        "BERTH_SERVER_PROT", "1",
                                        "BERTH_SERVER_PORT", "1",
                                        "HOME", "/")))
                .containsExactly("BERTH_SERVER_PROT");
    }

    @Test
    void completionKnowsTheCommandsForBothShells() {
        assertThat(berth("completion", "bash")).isZero();
        assertThat(out.toString()).startsWith("#!").contains("_complete_berth", "explain");
        assertThat(berth("completion", "zsh")).isZero();
        assertThat(out.toString()).contains("bashcompinit");
        assertThat(berth("completion", "fish")).isEqualTo(ExitCode.USAGE);
    }
}
