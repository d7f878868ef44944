package dev.berth.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.ecs.EcsServices;
import dev.berth.cli.installation.DataFolder;
import dev.berth.protocol.json.AwsJson;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.ecs.model.Service;

/** The options of every command for services. */
final class ServiceOptions {
    /** How it is written. */
    enum Format {
        text,
        json
    }

    @Mixin private DataOption data;

    @Option(
            names = "--cluster",
            defaultValue = "default",
            description = "the cluster, by name or ARN; default: ${DEFAULT-VALUE}")
    private String cluster;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Format format;

    DataFolder folder() {
        return data.folder();
    }

    EcsApi ecs() {
        return EcsApi.of(data.folder().requireServer(), data.folder().credentials());
    }

    EcsServices services(EcsApi ecs) {
        return new EcsServices(ecs, cluster);
    }

    boolean isJson() {
        return format == Format.json;
    }

    /** As DescribeServices answers it. */
    static String json(Service service) {
        return new JsonMapper()
                .createObjectNode()
                .set("service", AwsJson.tree(service))
                .toPrettyString();
    }
}
