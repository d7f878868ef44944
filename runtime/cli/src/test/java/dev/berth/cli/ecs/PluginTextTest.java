package dev.berth.cli.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.text.Screen;
import org.junit.jupiter.api.Test;

class PluginTextTest {

    @Test
    void whatIsWrongStandsBelowTheTableThatNamesThemAll() throws Exception {
        var document =
                new ObjectMapper()
                        .readTree(
                                """
                                {"plugins":[
                                 {"name":"idlest","version":"1.0.0","file":"idlest.jar",
                                  "points":[{"point":"strategy","type":"idlest"}],
                                  "health":"healthy","lastError":null},
                                 {"name":null,"version":null,"file":"junk.jar","points":[],
                                  "health":"refused","lastError":"not a valid jar"}]}
                                """);

        assertThat(PluginText.of(document, Screen.plain(80)))
                .isEqualTo(
                        """
                        NAME      VERSION  POINTS           HEALTH
                        idlest    1.0.0    strategy idlest  healthy
                        junk.jar  -        -                refused

                        NAME      LAST ERROR
                        junk.jar  not a valid jar""");
        assertThat(PluginText.names(document)).contains("idlest");
        assertThat(PluginText.named(document, "idlest")).isPresent();
        assertThat(PluginText.named(document, "junk.jar")).isEmpty();
    }
}
