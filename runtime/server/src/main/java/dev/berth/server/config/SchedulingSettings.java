package dev.berth.server.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.berth.domain.service.plan.ServicePolicy;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing.Mode;
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
    private static final String REBALANCE = "rebalance";
    private static final String MOVES = "moves-per-minute";
    private static final Set<String> CLUSTER_MEMBERS =
            Set.of(LOST_AGENTS, REPLACE_AFTER, KEEP, DEADLINE, REBALANCE, MOVES);

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
            Duration deadline,
            Mode rebalance,
            Integer movesPerMinute) {}

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
    static final Setting<Mode> REBALANCING =
            Setting.of(
                    "services." + REBALANCE, "off", "off, dry-run or on", SchedulingSettings::mode);
    static final Setting<Integer> MOVES_PER_MINUTE =
            Setting.of(
                    "services." + MOVES,
                    "2",
                    "a whole number from 1 to 60",
                    SchedulingSettings::moves);
    static final Setting<Map<String, OfCluster>> CLUSTERS =
            Setting.structure(
                    "services.clusters",
                    "{}",
                    "NAME { lost-agents = …, replace-after = …, keep = …, deployment-deadline = …,"
                            + " rebalance = …, moves-per-minute = … } for each cluster",
                    SchedulingSettings::clusters);

    static final List<Setting<?>> ALL =
            List.of(
                    LOST,
                    AFTER,
                    KEPT,
                    DEPLOYMENT_DEADLINE,
                    REBALANCING,
                    MOVES_PER_MINUTE,
                    CLUSTERS);

    private SchedulingSettings() {}

    /** The policy of a cluster: what is set for it, else what is set for all. */
    static ServicePolicy policy(OfCluster own, OfCluster general) {
        var lost = or(own.lostAgents(), general.lostAgents());
        var after = or(own.replaceAfter(), general.replaceAfter());
        var standard = ServicePolicy.DEFAULT;
        return new ServicePolicy(
                lost == LostAgents.WAIT ? null : after,
                or(own.keep(), general.keep()),
                standard.settle(),
                standard.proof(),
                new Rebalancing(
                        or(own.rebalance(), general.rebalance()),
                        or(own.movesPerMinute(), general.movesPerMinute())),
                or(own.deadline(), general.deadline()));
    }

    private static <T> T or(T own, T general) {
        return own == null ? general : own;
    }

    private static Mode mode(ConfigValue value) {
        return Mode.valueOf(text(value).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Integer moves(ConfigValue value) {
        var moves = value.atKey("v").getInt("v");
        return moves < 1 || moves > 60 ? null : moves;
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
        var mode = section.containsKey(REBALANCE) ? mode(section.get(REBALANCE)) : null;
        var moves = section.containsKey(MOVES) ? moves(section.get(MOVES)) : null;
        var invalid =
                section.containsKey(REPLACE_AFTER) && after == null
                        || section.containsKey(DEADLINE) && deadline == null
                        || section.containsKey(MOVES) && moves == null;
        return invalid ? null : new OfCluster(lost, after, keep, deadline, mode, moves);
    }

    private static Duration optional(ConfigObject section, String key) {
        return section.containsKey(key) ? duration(section.get(key)) : null;
    }
}
