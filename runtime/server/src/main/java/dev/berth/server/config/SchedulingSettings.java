package dev.berth.server.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.berth.domain.service.plan.ServicePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The keys of services. */
final class SchedulingSettings {
    private static final String LOST_AGENTS = "lost-agents";
    private static final String REPLACE_AFTER = "replace-after";
    private static final String KEEP = "keep";
    private static final String DEADLINE = "deployment-deadline";
    private static final Set<String> CLUSTER_MEMBERS =
            Set.of(LOST_AGENTS, REPLACE_AFTER, KEEP, DEADLINE);

    private static final String A_TIME = "a time from 1 second to 30 days, such as 5 minutes";

    /** What is done about tasks whose agent is not connected. */
    enum LostAgents {
        REPLACE,
        WAIT
    }

    /** What is set for one cluster; null where it is not. */
    record OfCluster(
            LostAgents lostAgents,
            Duration replaceAfter,
            ServicePolicy.Keep keep,
            Duration deadline) {}

    static final Setting<LostAgents> LOST =
            Setting.of(
                    "services." + LOST_AGENTS,
                    "replace",
                    "replace or wait",
                    SchedulingSettings::lostAgents);
    static final Setting<Duration> AFTER =
            Setting.of(
                    "services." + REPLACE_AFTER, "5 minutes", A_TIME, SchedulingSettings::duration);
    static final Setting<ServicePolicy.Keep> KEPT =
            Setting.of(
                    "services." + KEEP,
                    "replacement",
                    "replacement or original",
                    SchedulingSettings::keep);
    static final Setting<Duration> DEPLOYMENT_DEADLINE =
            Setting.of("services." + DEADLINE, null, A_TIME, SchedulingSettings::duration);
    static final Setting<Map<String, OfCluster>> CLUSTERS =
            Setting.structure(
                    "services.clusters",
                    "{}",
                    "NAME { lost-agents = …, replace-after = …, keep = …, deployment-deadline = … }"
                            + " for each cluster",
                    SchedulingSettings::clusters);

    static final List<Setting<?>> ALL = List.of(LOST, AFTER, KEPT, DEPLOYMENT_DEADLINE, CLUSTERS);

    private SchedulingSettings() {}

    /** The policy of a cluster: what is set for it, else what is set for all. */
    static ServicePolicy policy(OfCluster own, OfCluster general) {
        var lost = own.lostAgents() == null ? general.lostAgents() : own.lostAgents();
        var after = own.replaceAfter() == null ? general.replaceAfter() : own.replaceAfter();
        var standard = ServicePolicy.DEFAULT;
        return new ServicePolicy(
                lost == LostAgents.WAIT ? null : after,
                own.keep() == null ? general.keep() : own.keep(),
                standard.settle(),
                standard.proof(),
                standard.movesPerMinute(),
                own.deadline() == null ? general.deadline() : own.deadline());
    }

    private static String text(ConfigValue value) {
        return value.atKey("v").getString("v");
    }

    private static LostAgents lostAgents(ConfigValue value) {
        return LostAgents.valueOf(text(value).toUpperCase(Locale.ROOT));
    }

    private static ServicePolicy.Keep keep(ConfigValue value) {
        return ServicePolicy.Keep.valueOf(text(value).toUpperCase(Locale.ROOT));
    }

    private static Duration duration(ConfigValue value) {
        var duration = value.atKey("v").getDuration("v");
        return duration.compareTo(Duration.ofSeconds(1)) < 0
                        || duration.compareTo(Duration.ofDays(30)) > 0
                ? null
                : duration;
    }

    private static Map<String, OfCluster> clusters(ConfigValue value) {
        if (!(value instanceof ConfigObject sections)) {
            return null;
        }
        var clusters = new HashMap<String, OfCluster>();
        for (var entry : sections.entrySet()) {
            if (!(entry.getValue() instanceof ConfigObject section)
                    || !CLUSTER_MEMBERS.containsAll(section.keySet())) {
                return null;
            }
            var cluster = ofCluster(section);
            if (cluster == null) {
                return null;
            }
            clusters.put(entry.getKey(), cluster);
        }
        return clusters;
    }

    /** Null where one of its values is not valid. */
    private static OfCluster ofCluster(ConfigObject section) {
        var lost = section.containsKey(LOST_AGENTS) ? lostAgents(section.get(LOST_AGENTS)) : null;
        var keep = section.containsKey(KEEP) ? keep(section.get(KEEP)) : null;
        var after = optional(section, REPLACE_AFTER);
        var deadline = optional(section, DEADLINE);
        var invalid =
                section.containsKey(REPLACE_AFTER) && after == null
                        || section.containsKey(DEADLINE) && deadline == null;
        return invalid ? null : new OfCluster(lost, after, keep, deadline);
    }

    private static Duration optional(ConfigObject section, String key) {
        return section.containsKey(key) ? duration(section.get(key)) : null;
    }
}
