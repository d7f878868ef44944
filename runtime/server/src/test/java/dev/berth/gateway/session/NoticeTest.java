package dev.berth.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.gateway.session.AgentSession.Notice;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;

/** The messages of other actors to a session can be serialized. */
class NoticeTest {

    @Test
    void everyNoticeRoundTrips() {
        var actors =
                ActorTestKit.create(
                        "notices",
                        ConfigFactory.parseResources("berth-pekko.conf")
                                .withFallback(ConfigFactory.load()));
        try {
            List<Notice> notices =
                    List.of(
                            new AgentSession.TaskChanged("t1"),
                            new AgentSession.Displaced(),
                            new AgentSession.Deregistered());
            assertThat(notices.stream().<Class<?>>map(Object::getClass))
                    .as("all notices")
                    .containsExactlyInAnyOrder(Notice.class.getPermittedSubclasses());
            var bytes = actors.serializationTestKit();
            for (var notice : notices)
                assertThat(bytes.verifySerialization(notice, true)).isEqualTo(notice);
        } finally {
            actors.shutdownTestKit();
        }
    }
}
