package dev.berth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellExportsTest {
    @Test
    void plainValuesAreNotQuoted() {
        assertThat(ShellExports.export(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:7070")))
                .isEqualTo("export AWS_ENDPOINT_URL=http://127.0.0.1:7070");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "it's",
                "$HOME `id` $(id)",
                "\"",
                "\\",
                "a;b&c|d",
                "*",
                "'",
                "",
                "~",
                "ü/+="
            })
    void aShellGivesBackWhatWasExported(String value) throws Exception {
        var script = ShellExports.export(Map.of("V", value)) + "\nprintf %s \"$V\"";
        var shell = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        var output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(output).isEqualTo(value);
    }
}
