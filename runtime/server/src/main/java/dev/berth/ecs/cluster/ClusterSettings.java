package dev.berth.ecs.cluster;

import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;

/** The settings of a cluster, each with the only value that it can have yet. */
final class ClusterSettings {
    static final Map<String, String> ALL = Map.of("containerInsights", "disabled");

    private ClusterSettings() {}

    /**
     * @throws ApiException InvalidParameterException where it is not a setting, or says something
     *     that is not built
     */
    static void check(String operation, ClusterSetting setting) {
        Requests.oneOf("settings[].name", setting.nameAsString(), "containerInsights");
        Requests.oneOf("settings[].value", setting.value(), "disabled", "enabled", "enhanced");
        if (!"disabled".equals(setting.value())) {
            throw ApiException.invalidParameter(
                    "%s does not support containerInsights yet. Leave it out, or set it to disabled."
                            .formatted(operation));
        }
    }
}
