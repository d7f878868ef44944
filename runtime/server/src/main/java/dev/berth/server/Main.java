package dev.berth.server;

import dev.berth.server.config.ConfigException;
import dev.berth.server.config.ConfigReader;
import dev.berth.server.config.ServerConfig;
import dev.berth.server.config.UsageError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth server}: runs until it is stopped by a signal. */
@Command(
        name = "berth server",
        description = "Runs a Berth server until it receives a signal to stop.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:the server could not start, or could not continue; the message has the reason",
            "2:the configuration is invalid",
            "3:the port is in use"
        })
public final class Main implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Path home;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file. Default: berth.conf in the data folder.")
    private Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder. Default: $BERTH_DATA, or else ~/.berth.")
    private String data;

    @Option(names = "--host", description = "Where to listen (server.host).")
    private String host;

    @Option(names = "--port", description = "Where to listen (server.port).")
    private String port;

    @Option(names = "--log-format", description = "How to log: text or json (log.format).")
    private String logFormat;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    Main(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /** Ends the process if the server cannot start or continue; otherwise a signal ends it. */
    public static void main(String[] arguments) {
        var main = new Main(System.getenv(), Path.of(System.getProperty("user.home")));
        System.exit(
                new CommandLine(main)
                        .setParameterExceptionHandler(new UsageError())
                        .execute(arguments));
    }

    @Override
    public Integer call() {
        var hangup = HangupSignal.listen();
        try {
            var configuration = read();
            Logs.write(configuration.logFormat());
            var server = Server.start(configuration, this::read);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
            hangup.reloadBy(server.reload()::reload);
            server.announce(); // A signal after this line removes the run file.
            var loss = server.awaitLoss(); // Returns only if the database is lost; otherwise a
            // signal ends the process.
            server.close();
            say(loss); // after the messages of the components
            return StartException.OTHER;
        } catch (ConfigException reason) {
            reason.problems().forEach(this::say);
            return StartException.CONFIGURATION;
        } catch (StartException reason) {
            say(reason.getMessage());
            return reason.exitCode();
        } catch (InterruptedException reason) {
            return StartException.OTHER;
        }
    }

    private ServerConfig read() throws ConfigException {
        var flags = new HashMap<String, String>();
        put(flags, "data", data);
        put(flags, "server.host", host);
        put(flags, "server.port", port);
        put(flags, "log.format", logFormat);
        return ConfigReader.read(config, flags, environment, home);
    }

    private static void put(Map<String, String> flags, String path, String value) {
        if (value != null) {
            flags.put(path, value);
        }
    }

    private void say(String problem) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("berth server: " + problem);
        err.flush();
    }
}
