package dev.berth.ecs.account;

import dev.berth.actors.entity.AccountSettingsAggregate;
import dev.berth.domain.accountsetting.AccountSettings;
import dev.berth.ecs.ControlPlaneCalls;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The account settings that apply: a setting of a principal takes precedence over the default of
 * the account, which takes precedence over the default of ECS.
 */
public final class EffectiveSettings {

    /** The supported values, by name; the first is the default. */
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

    /** All settings that apply to a principal, by name. */
    public static SortedMap<String, String> of(ControlPlaneCalls calls, String principal) {
        var effective = new TreeMap<String, String>();
        VALUES.forEach((name, values) -> effective.put(name, values.getFirst()));
        effective.putAll(put(calls, AccountSettingsAggregate.DEFAULT));
        effective.putAll(put(calls, holder(calls, principal)));
        return effective;
    }

    /** The settings of one principal. */
    static Map<String, String> put(ControlPlaneCalls calls, String holder) {
        return calls.plane()
                .account()
                .settings()
                .state(holder)
                .map(AccountSettings::all)
                .orElse(Map.of());
    }

    /** The settings of the root user are the defaults of the account. */
    static String holder(ControlPlaneCalls calls, String principal) {
        return principal.equals(calls.arns().root()) ? AccountSettingsAggregate.DEFAULT : principal;
    }
}
