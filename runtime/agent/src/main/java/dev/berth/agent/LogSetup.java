package dev.berth.agent;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.berth.agent.config.LogFormat;
import org.slf4j.LoggerFactory;

/**
 * Writes the log in the format that the configuration asks for. Logging begins before that is read,
 * as text.
 */
final class LogSetup {
    private LogSetup() {}

    /** From now on. A configuration of logback's own that was named is left alone. */
    static void write(LogFormat format) {
        if (format != LogFormat.TEXT && System.getProperty("logback.configurationFile") == null) {
            configure((LoggerContext) LoggerFactory.getILoggerFactory(), format);
        }
    }

    static void configure(LoggerContext context, LogFormat format) {
        context.reset();
        context.putProperty("berth.log.format", format.word());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(LogSetup.class.getResource("/logback.xml"));
        } catch (JoranException e) {
            throw new IllegalStateException("the configuration that Berth was built with", e);
        }
    }
}
