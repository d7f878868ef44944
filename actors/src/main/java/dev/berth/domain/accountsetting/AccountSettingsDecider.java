package dev.berth.domain.accountsetting;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.nothing;

import dev.berth.domain.Decider;
import dev.berth.domain.Decision;
import dev.berth.domain.accountsetting.AccountSettingsCommand.Delete;
import dev.berth.domain.accountsetting.AccountSettingsCommand.Put;
import dev.berth.domain.accountsetting.AccountSettingsEvent.SettingDeleted;
import dev.berth.domain.accountsetting.AccountSettingsEvent.SettingPut;
import java.time.Instant;
import java.util.HashMap;

/** The rules of account settings: the last value applies. */
public final class AccountSettingsDecider
        implements Decider<AccountSettingsCommand, AccountSettingsEvent, AccountSettings> {

    @Override
    public AccountSettings initial() {
        return new AccountSettings.Absent();
    }

    @Override
    public Decision<AccountSettingsEvent> decide(
            AccountSettings state, AccountSettingsCommand command, Instant now) {
        return switch (command) {
            case Put(var name, var value) ->
                    value.equals(state.all().get(name))
                            ? nothing()
                            : accept(new SettingPut(name, value));
            case Delete(var name) ->
                    state.all().containsKey(name) ? accept(new SettingDeleted(name)) : nothing();
        };
    }

    @Override
    public AccountSettings evolve(AccountSettings state, AccountSettingsEvent event) {
        var values = new HashMap<>(state.all());
        switch (event) {
            case SettingPut(var name, var value) -> values.put(name, value);
            case SettingDeleted(var name) -> values.remove(name);
        }
        return new AccountSettings.Held(values);
    }
}
