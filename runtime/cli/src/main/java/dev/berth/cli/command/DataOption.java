package dev.berth.cli.command;

import dev.berth.cli.installation.DataFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that every command has. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "the data folder; default $BERTH_DATA, else ~/.berth")
    private Path data;

    DataFolder folder() {
        return DataFolder.of(data);
    }
}
