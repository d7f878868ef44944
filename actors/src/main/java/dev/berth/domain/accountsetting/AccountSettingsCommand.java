package dev.berth.domain.accountsetting;

import dev.berth.domain.Aggregate;

/** What account settings can be asked to do. Names and values were checked before. */
public sealed interface AccountSettingsCommand extends Aggregate.Command {

    /** PutAccountSetting, PutAccountSettingDefault. */
    record Put(String name, String value) implements AccountSettingsCommand {}

    /** DeleteAccountSetting: the default counts again. */
    record Delete(String name) implements AccountSettingsCommand {}
}
