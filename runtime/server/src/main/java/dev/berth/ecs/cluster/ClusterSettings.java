package dev.berth.ecs.cluster;

import dev.berth.ecs.Requests;
import dev.berth.wire.Members;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;

/**
 * The settings of a cluster: {@code containerInsights}. It is kept and shown, and changes nothing:
 * the server has metrics of every cluster.
 */
final class ClusterSettings {
    private static final String CONTAINER_INSIGHTS = "containerInsights";

    private ClusterSettings() {}

    /** Accepts the defaults of members of a cluster that are not implemented. */
    static Members acceptingDefaults(Members members) {
        return members.accepting("configuration.executeCommandConfiguration.logging", "DEFAULT");
    }

    /**
     * All settings of a new cluster: those that are given, the others as its creator's account
     * settings have them.
     *
     * @param account the account settings that count for the creator
     */
    static Map<String, String> ofNew(List<ClusterSetting> given, Map<String, String> account) {
        var settings = new HashMap<String, String>();
        settings.put(CONTAINER_INSIGHTS, account.get(CONTAINER_INSIGHTS));
        settings.putAll(of(given));
        return settings;
    }

    /**
     * The settings that are given.
     *
     * @throws ApiException InvalidParameterException where one has no such name or value
     */
    static Map<String, String> of(List<ClusterSetting> given) {
        var settings = new HashMap<String, String>();
        for (var setting : given) {
            Requests.refuseUnless(
                    setting.name() != null && setting.value() != null,
                    "settings[] needs a name and a value.");
            Requests.oneOf("settings[].name", setting.nameAsString(), CONTAINER_INSIGHTS);
            Requests.oneOf("settings[].value", setting.value(), "disabled", "enabled", "enhanced");
            settings.put(setting.nameAsString(), setting.value());
        }
        return settings;
    }
}
