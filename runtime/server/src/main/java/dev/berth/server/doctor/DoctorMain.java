package dev.berth.server.doctor;

import dev.berth.server.ConfiguredPlugins;
import dev.berth.server.config.ConfigException;
import dev.berth.server.config.ConfigReader;
import dev.berth.server.config.ServerConfig;
import dev.berth.server.config.UsageError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth doctor}: checks an installation and changes nothing. */
@Command(
        name = "berth doctor",
        description = {
            "Checks configuration, TLS files, data folder, plugins and database, and replays the journal to"
                    + " verify its invariants. Changes nothing.",
            "The journal is skipped while a server uses the H2 file of its data folder; with"
                    + " PostgreSQL it is checked while the server runs."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong; there may be warnings",
            "1:something is wrong, or could not be checked",
            "2:the configuration is invalid"
        })
public final class DoctorMain implements Callable<Integer> {

    enum Output {
        text,
        json
    }

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
            description = "The data folder. Default: $$BERTH_DATA, or else ~/.berth.")
    private String data;

    @Option(
            names = {"-o", "--output"},
            description = "${COMPLETION-CANDIDATES}. Default: text.",
            defaultValue = "text")
    private Output output;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    DoctorMain(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    public static void main(String[] arguments) {
        var doctor = new DoctorMain(System.getenv(), Path.of(System.getProperty("user.home")));
        System.exit(commandLine(doctor).execute(arguments));
    }

    static CommandLine commandLine(DoctorMain doctor) {
        return new CommandLine(doctor).setParameterExceptionHandler(new UsageError());
    }

    @Override
    public Integer call() {
        ServerConfig read;
        try {
            var flags = new HashMap<String, String>();
            if (data != null) {
                flags.put("data", data);
            }
            read = ConfigReader.read(config, flags, environment, home);
        } catch (ConfigException reason) {
            print(
                    new Diagnosis(
                            reason.problems().stream()
                                    .map(problem -> Check.wrong("configuration", problem))
                                    .toList(),
                            Optional.empty()));
            return 2;
        }
        var diagnosis = look(read);
        print(diagnosis);
        return diagnosis.isHealthy() ? 0 : 1;
    }

    private static Diagnosis look(ServerConfig config) {
        var checks = new ArrayList<Check>();
        checks.add(Check.ok("configuration", "can be used"));
        if (config.server().tls() != null) {
            checks.add(TlsCheck.of(config.server().tls()));
        }
        checks.addAll(new FolderChecks(config).all());
        checks.addAll(PlacementCheck.of(ConfiguredPlugins.of(config)));
        var database = new DatabaseChecks(config.database(), config.data()).look();
        checks.addAll(database.checks());
        return new Diagnosis(checks, database.replay());
    }

    private void print(Diagnosis diagnosis) {
        var out = spec.commandLine().getOut();
        out.println(
                switch (output) {
                    case text ->
                            Printout.table(diagnosis, PrintoutLines.ofTerminal()).stripTrailing();
                    case json -> Printout.json(diagnosis);
                });
        out.flush();
    }
}
