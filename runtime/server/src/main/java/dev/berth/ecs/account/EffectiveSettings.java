package dev.berth.ecs.account;

import dev.berth.actors.entity.AccountSettingsAggregate;
import dev.berth.domain.accountsetting.AccountSettings;
import dev.berth.ecs.ControlPlaneCalls;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What counts of the account settings: a setting of a principal before the default of the account,
 * and that before the default of ECS.
 */
public final class EffectiveSettings {

    /** The values that this server honours, by name; the first is what counts without a setting. */
    static final SortedMap<String, List<String>> VALUES =
            new TreeMap<>(
                    Map.of(
                            "serviceLongArnFormat", List.of("enabled"),
                            "taskLongArnFormat", List.of("enabled"),
                            "containerInstanceLongArnFormat", List.of("enabled"),
                            "awsvpcTrunking", List.of("disabled"),
                            "containerInsights", List.of("disabled", "enabled", "enhanced"),
                            "fargateFIPSMode", List.of("disabled"),
                            "tagResourceAuthorization", List.of("off"),
                            "fargateTaskRetirementWaitPeriod", List.of("7"),
                            "guardDutyActivate", List.of("off"),
                            "defaultLogDriverMode", List.of("blocking")));

    private EffectiveSettings() {}

    /** All settings by name, as they count for a principal. */
    public static SortedMap<String, String> of(ControlPlaneCalls calls, String principal) {
        var effective = new TreeMap<String, String>();
        VALUES.forEach((name, values) -> effective.put(name, values.getFirst()));
        effective.putAll(put(calls, AccountSettingsAggregate.DEFAULT));
        effective.putAll(put(calls, holder(calls, principal)));
        return effective;
    }

    /** What was put for one holder. */
    static Map<String, String> put(ControlPlaneCalls calls, String holder) {
        return calls.plane()
                .account()
                .settings()
                .state(holder)
                .map(AccountSettings::all)
                .orElse(Map.of());
    }

    /** The root user's settings are the default of the account. */
    static String holder(ControlPlaneCalls calls, String principal) {
        return principal.equals(calls.arns().root()) ? AccountSettingsAggregate.DEFAULT : principal;
    }
}
