package dev.berth.domain.accountsetting;

import dev.berth.domain.Aggregate;

/** The commands of account settings. Names and values were validated before. */
public sealed interface AccountSettingsCommand extends Aggregate.Command {

    /** PutAccountSetting, PutAccountSettingDefault. */
    record Put(String name, String value) implements AccountSettingsCommand {}

    /** DeleteAccountSetting: the default applies again. */
    record Delete(String name) implements AccountSettingsCommand {}
}
