package dev.berth.cli.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth completion}: a script that a shell sources. */
@Command(
        name = "completion",
        description = {
            "Print a completion script for bash or zsh.",
            "To use it: source <(berth completion bash)"
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        bash,
        zsh
    }

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Override
    public Integer call() {
        var script = AutoComplete.bash("berth", spec.root().commandLine());
        spec.commandLine()
                .getOut()
                .println(
                        switch (shell) {
                            case bash -> script;
                            // zsh runs bash's functions once both systems are loaded
                            case zsh ->
                                    "autoload -U +X compinit && compinit\n"
                                            + "autoload -U +X bashcompinit && bashcompinit\n"
                                            + script;
                        });
        return 0;
    }
}
