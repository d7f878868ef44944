package dev.berth.agent;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.berth.agent.config.LogFormat;
import org.slf4j.LoggerFactory;

/** Sets the format of the log. Until the configuration is read, the log is text. */
final class LogSetup {
    private LogSetup() {}

    /**
     * Sets the format of all following log lines. A separate logback configuration, if one was
     * named, is not changed.
     */
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
            throw new IllegalStateException("the built-in log configuration is invalid", e);
        }
    }
}
