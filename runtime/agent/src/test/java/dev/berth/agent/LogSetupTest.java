package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.agent.config.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogSetupTest {
    private static final Map<String, String> IDS =
            Map.of("requestId", "r-1", "cluster", "blue", "instanceId", "i-1", "taskId", "t-1");

    @Test
    void aLineOfJsonIsOneObjectWithTheMessageAndTheIds() throws Exception {
        var line = written(LogFormat.JSON, "said \"so\",\nin {} lines", 2);

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        var read = new ObjectMapper().readTree(line);
        assertThat(read.path("formattedMessage").asText()).isEqualTo("said \"so\",\nin 2 lines");
        assertThat(read.path("level").asText()).isEqualTo("INFO");
        assertThat(read.path("timestamp").asLong()).isPositive();
        assertThat(read.path("loggerName").asText()).isEqualTo("dev.berth.Test");
        IDS.forEach((name, id) -> assertThat(read.path("mdc").path(name).asText()).isEqualTo(id));
        assertThat(read.path("throwable").path("message").asText()).isEqualTo("broken");
    }

    @Test
    void aLineOfTextShowsTheIds() {
        var line = written(LogFormat.TEXT, "done");

        assertThat(line).contains("INFO", "[task t-1]", "done");
    }

    private static String written(LogFormat format, String message, Object... arguments) {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        LogSetup.configure(context, format);
        var event =
                new LoggingEvent(
                        LogSetupTest.class.getName(),
                        context.getLogger("dev.berth.Test"),
                        Level.INFO,
                        message,
                        new IllegalStateException("broken"),
                        arguments);
        event.setMDCPropertyMap(IDS);
        var appender =
                (OutputStreamAppender<ILoggingEvent>)
                        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        try {
            return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
        } finally {
            context.stop();
        }
    }
}
