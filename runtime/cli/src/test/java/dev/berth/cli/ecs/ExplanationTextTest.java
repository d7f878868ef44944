package dev.berth.cli.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.text.Screen;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** How a placement is explained to a person. */
class ExplanationTextTest {
    private static final String SHORT =
            """
            {"at":"2026-11-25T14:02:11.5Z","cluster":"default",
             "requestId":"469bfb8f-c62b-4e5d-99ec-e607aa42f84f",
             "asked":{"count":2,"taskDefinition":"web:3","group":"family:web","cpu":256,"memory":700,
               "hostPorts":["80/tcp"],"requiredAttributes":[],
               "placementStrategy":[{"type":"spread","field":"attribute:ecs.availability-zone"},
                                    {"type":"binpack","field":"memory"}],
               "placementConstraints":[{"type":"memberOf","expression":"attribute:stack == prod"}]},
             "notes":["The plugin idlest took too long; the default strategy was used."],
             "tasks":[{"taskId":"0123456789abcdef0123456789abcdef","containerInstanceId":"aaaaaaaaaaaaaaaaaaaa"},
                      {"taskId":"fedcba9876543210fedcba9876543210","containerInstanceId":null}],
             "aboutTaskId":"fedcba9876543210fedcba9876543210",
             "instances":[
               {"containerInstanceId":"cccccccccccccccccccc","chosenForTasks":0,"fits":false,
                "reason":"MemberOf placement constraint unsatisfied.","detail":"attribute:stack is \\"test\\""},
               {"containerInstanceId":"bbbbbbbbbbbbbbbbbbbb","chosenForTasks":0,"fits":false,
                "reason":"AGENT","detail":"its agent is not connected"},
               {"containerInstanceId":"aaaaaaaaaaaaaaaaaaaa","chosenForTasks":1,"fits":false,
                "reason":"RESOURCE:MEMORY","detail":"700 MiB requested, 300 of 1000 MiB available"}]}
            """;

    @Test
    void aPlacementThatFellShortTellsWhatEachInstanceLacked() throws Exception {
        assertThat(ExplanationText.of(read(SHORT), Screen.plain(80), ZoneOffset.UTC))
                .isEqualTo(
                        """
                        1 of 2 tasks placed
                          definition   web:3, 256 CPU units, 700 MiB, port 80/tcp
                          group        family:web
                          strategy     spread on attribute:ecs.availability-zone, then binpack on memory
                          constraints  memberOf: attribute:stack == prod
                          note         The plugin idlest took too long; the default strategy was used.
                          cluster      default
                          request      469bfb8f-c62b-4e5d-99ec-e607aa42f84f
                          at           2026-11-25 14:02:11

                        TASK                              INSTANCE
                        0123456789abcdef0123456789abcdef  aaaaaaaaaaaa
                        fedcba9876543210fedcba9876543210  not placed

                        INSTANCE      TASKS  RESULT FOR TASK fedcba987654  DETAIL
                        aaaaaaaaaaaa  1      RESOURCE:MEMORY               700 MiB requested, 300 of
                                                                           1000 MiB available
                        bbbbbbbbbbbb  -      AGENT                         its agent is not connected
                        cccccccccccc  -      MemberOf                      attribute:stack is "test\"""");
    }

    @Test
    void whatFitsTellsWhatEachStrategyWeighed() throws Exception {
        var told =
                SHORT.replaceFirst(
                        "\"fits\":false,\\s+\"reason\":\"RESOURCE:MEMORY\",[^}]*",
                        "\"fits\":true,\"weights\":[2.0,300.0]");

        assertThat(ExplanationText.of(read(told), Screen.PIPE, ZoneOffset.UTC))
                .contains(
                        "fits                          weight spread on attribute:ecs.availability-zone 2,"
                                + " binpack on memory 300")
                .contains("(lowest wins)");
    }

    @Test
    void theLatestRunsAreALineEach() throws Exception {
        var now = Instant.parse("2026-11-25T14:05:11Z");
        var told = read("{\"explanations\":[" + SHORT + "]}");

        assertThat(ExplanationText.latest(told, Screen.PIPE, now))
                .isEqualTo(
                        """
                        WHEN       REQUEST                               PLACED  TASK DEFINITION  REASON
                        2 min ago  469bfb8f-c62b-4e5d-99ec-e607aa42f84f  1 of 2  web:3            AGENT on 1, MemberOf on 1, RESOURCE:MEMORY on 1

                        For details, repeat the command with a REQUEST.""");
        assertThat(ExplanationText.latest(told, Screen.plain(80), now).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(ExplanationText.latest(read("{\"explanations\":[]}"), Screen.plain(80), now))
                .isEqualTo("All recent calls placed every task.");
    }

    @Test
    void aSingleTaskIsOnItsInstanceOrNowhere() throws Exception {
        var placed = SHORT.replaceFirst(",\\s+\\{\"taskId\":\"fedc[^}]*}]", "]");
        var nowhere = placed.replace("\"aaaaaaaaaaaaaaaaaaaa\"}],", "null}],");

        assertThat(ExplanationText.of(read(placed), Screen.plain(80), ZoneOffset.UTC))
                .startsWith("The task was placed on aaaaaaaaaaaa\n");
        assertThat(ExplanationText.of(read(nowhere), Screen.plain(80), ZoneOffset.UTC))
                .startsWith("The task was not placed\n");
    }

    @Test
    void theReasonOfTheSchedulerIsShownForEachTask() throws Exception {
        var told =
                SHORT.replace(
                        "\"containerInstanceId\":null}]",
                        "\"containerInstanceId\":null,\"reason\":\"The rack is full.\"}]");

        assertThat(ExplanationText.of(read(told), Screen.plain(80), ZoneOffset.UTC))
                .contains(
                        """
                        TASK                              INSTANCE      REASON OF THE SCHEDULER
                        0123456789abcdef0123456789abcdef  aaaaaaaaaaaa  -
                        fedcba9876543210fedcba9876543210  not placed    The rack is full.
                        """);
        var latest = read("{\"explanations\":[" + told + "]}");
        assertThat(
                        ExplanationText.latest(
                                latest, Screen.PIPE, Instant.parse("2026-11-25T14:05:11Z")))
                .contains("web:3            The rack is full.");
    }

    private static JsonNode read(String json) throws Exception {
        return new ObjectMapper().readTree(json);
    }
}
