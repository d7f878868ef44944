package dev.berth.cli.command;

import dev.berth.cli.text.ShellExports;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code eval "$(berth env)"}: points the AWS CLI and the SDKs at the server. */
@Command(
        name = "env",
        description = "Print shell variables for AWS tools (use with eval).",
        mixinStandardHelpOptions = true)
public final class EnvCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Override
    public Integer call() {
        var server = data.folder().requireServer();
        var keys = data.folder().credentials();
        var variables = new LinkedHashMap<String, String>();
        variables.put("AWS_ENDPOINT_URL", server.endpoint().toString());
        variables.put("AWS_REGION", server.region());
        variables.put("AWS_DEFAULT_REGION", server.region());
        variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
        if (server.caFile() != null) {
            variables.put("AWS_CA_BUNDLE", server.caFile().toString());
        }
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        var out = spec.commandLine().getOut();
        out.println(ShellExports.export(variables));
        out.println("unset AWS_SESSION_TOKEN AWS_PROFILE");
        return 0;
    }
}
