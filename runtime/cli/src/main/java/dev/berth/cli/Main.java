package dev.berth.cli;

import dev.berth.cli.command.CompletionCommand;
import dev.berth.cli.command.DownCommand;
import dev.berth.cli.command.EnvCommand;
import dev.berth.cli.command.ExplainCommand;
import dev.berth.cli.command.LogsCommand;
import dev.berth.cli.command.PluginCommand;
import dev.berth.cli.command.PsCommand;
import dev.berth.cli.command.QuickstartCommand;
import dev.berth.cli.command.ServiceSubcommand;
import dev.berth.cli.command.StatusCommand;
import dev.berth.cli.command.TaskSubcommand;
import dev.berth.cli.command.UpCommand;
import dev.berth.cli.installation.Hint;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.cli.outcome.Version;
import dev.berth.cli.text.Terminal;
import dev.berth.protocol.client.AwsException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/**
 * The entry of {@code berth}. {@code berth server}, {@code berth agent} and {@code berth doctor}
 * never come here: the script starts those.
 */
@Command(
        name = "berth",
        description = "Amazon ECS that you run yourself.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            EnvCommand.class,
            PsCommand.class,
            LogsCommand.class,
            ServiceSubcommand.class,
            TaskSubcommand.class,
            ExplainCommand.class,
            PluginCommand.class,
            CompletionCommand.class,
            QuickstartCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "  server  the server in the foreground; berth server --help",
            "  agent   an agent for one Docker host in the foreground; berth agent --help",
            "  doctor  checks an installation and its journal; berth doctor --help",
            "",
            "The data folder is --data, else $BERTH_DATA, else ~/.berth."
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Hint.unknownVariables(System.getenv())
                .forEach(
                        name ->
                                System.err.println(
                                        "warning: unknown variable " + name + " is ignored."));
        System.exit(commandLine().execute(arguments));
    }

    public static CommandLine commandLine() {
        var commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler(Main::explain);
        commandLine.setParameterExceptionHandler(Main::explainUsage);
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        Terminal.hasColour()
                                ? CommandLine.Help.Ansi.ON
                                : CommandLine.Help.Ansi.OFF));
        commandLine.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
        for (var command : commandLine.getSubcommands().values()) {
            command.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
            command.getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading("%nExit codes:%n")
                    .exitCodeList(UsageMessageSpec.keyValuesMap(ExitCode.list()));
        }
        return commandLine;
    }

    /** The error and where the help is, rather than the whole help. */
    private static int explainUsage(ParameterException failure, String[] arguments) {
        var command = failure.getCommandLine();
        var err = command.getErr();
        err.println(failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static int explain(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        var err = command.getErr();
        return switch (failure) {
            case CliException e -> {
                err.println(e.getMessage());
                yield e.exitCode();
            }
            case AwsException e -> {
                err.printf(
                        "The server refused the call: %s: %s (request %s)%n",
                        e.code(), e.getMessage(), e.requestId());
                yield ExitCode.REFUSED;
            }
            case ParameterException e -> explainUsage(e, new String[0]);
            case ConnectException _ -> {
                err.println("The server does not answer.");
                yield ExitCode.NO_SERVER;
            }
            case HttpTimeoutException _ -> {
                err.println("The server did not answer in time.");
                yield ExitCode.NOT_IN_TIME;
            }
            case IOException e -> {
                err.println(e.getMessage() == null ? e.toString() : e.getMessage());
                yield ExitCode.FAILED;
            }
            default -> {
                err.println("This is a bug in berth; please report it with the lines below.");
                failure.printStackTrace(err);
                yield ExitCode.FAILED;
            }
        };
    }
}
