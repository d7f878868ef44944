package dev.berth.integration.installation;

import dev.berth.integration.testbed.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * An AWS CLI that reads AWS_ENDPOINT_URL: the one on the PATH where it is new enough, else a pinned
 * one that is installed under {@code target/}.
 */
public final class AwsCli {
    private static final String PINNED = "awscli==1.45.11";
    private static final Pattern VERSION = Pattern.compile("aws-cli/(\\d+)\\.(\\d+)\\.");
    private static String program;

    private AwsCli() {}

    public static synchronized String program() {
        if (program == null) program = isNewEnough("aws") ? "aws" : installed();
        return program;
    }

    /** A Python that has botocore: the one of the AWS CLI, else that of the pinned one. */
    public static synchronized String python() {
        var beside = Path.of(Command.run("which", program()).strip()).resolveSibling("python3");
        return Files.isExecutable(beside) && hasBotocore(beside)
                ? beside.toString()
                : Path.of(installed()).resolveSibling("python3").toString();
    }

    private static boolean hasBotocore(Path python) {
        return Command.of(python.toString(), "-c", "import botocore").outcome().exitCode() == 0;
    }

    private static boolean isNewEnough(String program) {
        var version =
                VERSION.matcher(
                        Command.of("sh", "-c", program + " --version 2>&1").outcome().output());
        if (!version.find()) return false;
        var major = Integer.parseInt(version.group(1));
        var minor = Integer.parseInt(version.group(2));
        return major == 1 && minor >= 29 || major == 2 && minor >= 13 || major > 2;
    }

    private static String installed() {
        var folder = Path.of("target", "awscli").toAbsolutePath();
        var aws = folder.resolve("bin/aws");
        if (!Files.isExecutable(aws)) {
            Command.run("python3", "-m", "venv", folder.toString());
            Command.run(folder.resolve("bin/pip").toString(), "install", "--quiet", PINNED);
        }
        return aws.toString();
    }
}
