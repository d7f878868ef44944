package dev.berth.domain.accountsetting;

import dev.berth.domain.Aggregate;
import java.util.Map;

/**
 * The account settings of one principal, or those that are the default of the account. What is not
 * set here has the account's default, or that of ECS.
 */
public sealed interface AccountSettings extends Aggregate.State {

    /** Nothing was ever set. */
    record Absent() implements AccountSettings {}

    /**
     * @param values by the setting's name, such as {@code containerInsights}
     */
    record Held(Map<String, String> values) implements AccountSettings {
        public Held {
            values = Map.copyOf(values);
        }
    }

    /** What is set, by name. */
    default Map<String, String> all() {
        return switch (this) {
            case Absent _ -> Map.of();
            case Held(var values) -> values;
        };
    }
}
