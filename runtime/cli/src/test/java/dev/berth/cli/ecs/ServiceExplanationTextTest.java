package dev.berth.cli.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.text.Screen;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ServiceExplanationTextTest {

    @Test
    void aSteadyServiceWaitsForNothing() throws Exception {
        assertThat(
                        text(
                                """
                                {"cluster":"default","service":"web","steady":true,"waits":[],
                                 "next":[],"planAgainAt":null,"placement":null}
                                """))
                .isEqualTo(
                        """
                        Service web is steady
                          waits for    nothing
                          cluster      default""");
    }

    @Test
    void movesThatTheStrategyPrefersAreShown() throws Exception {
        assertThat(
                        text(
                                """
                                {"cluster":"default","service":"web","steady":true,"waits":[],
                                 "next":[],"planAgainAt":null,"placement":null,
                                 "moves":[{"task":"0123456789abcdef","instance":"fedcba9876543210",
                                           "reason":"i1 has 3 of the tasks, i2 has 0"}]}
                                """))
                .isEqualTo(
                        """
                        Service web is steady
                          would move   task 0123456789ab to container instance fedcba987654: i1 has 3 of
                                       the tasks, i2 has 0.
                          waits for    nothing
                          cluster      default""");
    }

    @Test
    void whatItWaitsForIsShownWithWhereItsTasksFoundNoPlace() throws Exception {
        assertThat(
                        text(
                                """
                                {"cluster":"default","service":"web","steady":false,
                                 "waits":[{"kind":"PLACEMENT","text":"No place for 1 task.",
                                           "until":"2026-11-22T21:01:00Z"}],
                                 "next":["Start 1 task of deployment ecs-svc/1."],
                                 "planAgainAt":"2026-11-22T21:01:00Z",
                                 "placement":{"at":"2026-11-22T21:00:00Z","cluster":"default",
                                  "requestId":"r","notes":[],
                                  "asked":{"taskDefinition":"web:7","group":"service:web","cpu":0,
                                           "memory":64,"hostPorts":[],"placementStrategy":[],
                                           "placementConstraints":[]},
                                  "tasks":[{"taskId":"t1","containerInstanceId":null}],
                                  "aboutTaskId":"t1",
                                  "instances":[{"containerInstanceId":"3f2a","fits":false,
                                    "chosenForTasks":0,"reason":"RESOURCE:MEMORY",
                                    "detail":"64 MiB asked, 10 of 512 left"}]}}
                                """))
                .startsWith(
                        """
                        Service web is not steady
                          waits for    No place for 1 task. Next try at 21:01:00.
                          next         Start 1 task of deployment ecs-svc/1.
                          cluster      default


                        The task was not placed
                        """)
                .endsWith("3f2a      -      RESOURCE:MEMORY     64 MiB asked, 10 of 512 left");
    }

    private static String text(String json) throws Exception {
        return ServiceExplanationText.of(
                new ObjectMapper().readTree(json), Screen.plain(80), ZoneOffset.UTC);
    }
}
