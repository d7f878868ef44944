package dev.berth.domain.accountsetting;

import dev.berth.domain.Aggregate;
import java.util.Map;

/**
 * The account settings of one principal, or the default settings of the account. A setting without
 * a value here has the default of the account, or that of ECS.
 */
public sealed interface AccountSettings extends Aggregate.State {

    /** No setting was ever set. */
    record Absent() implements AccountSettings {}

    /**
     * @param values by the setting's name, such as {@code containerInsights}
     */
    record Held(Map<String, String> values) implements AccountSettings {
        public Held {
            values = Map.copyOf(values);
        }
    }

    /** The values by name. */
    default Map<String, String> all() {
        return switch (this) {
            case Absent _ -> Map.of();
            case Held(var values) -> values;
        };
    }
}
