package dev.berth.domain.accountsetting;

import dev.berth.domain.Aggregate;

/** The events of account settings. */
public sealed interface AccountSettingsEvent extends Aggregate.Event {

    record SettingPut(String name, String value) implements AccountSettingsEvent {}

    record SettingDeleted(String name) implements AccountSettingsEvent {}
}
