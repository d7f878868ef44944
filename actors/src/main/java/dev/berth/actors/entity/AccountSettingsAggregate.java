package dev.berth.actors.entity;

import dev.berth.domain.accountsetting.AccountSettings;
import dev.berth.domain.accountsetting.AccountSettingsCommand;
import dev.berth.domain.accountsetting.AccountSettingsDecider;
import dev.berth.domain.accountsetting.AccountSettingsEvent;
import dev.berth.domain.check.AggregateCheck;
import java.util.List;

/**
 * Account settings. There is one aggregate for each principal that has settings, with its ARN as
 * the id, and one for the account.
 */
public final class AccountSettingsAggregate {

    /** The id of the default settings of the account. */
    public static final String DEFAULT = "default";

    private AccountSettingsAggregate() {}

    static AggregateKind<AccountSettingsCommand, AccountSettingsEvent, AccountSettings> kind() {
        return new AggregateKind<>(
                "AccountSettings",
                AccountSettingsEvent.class,
                AccountSettings.class,
                new AccountSettingsDecider(),
                List.of(
                        JournalName.of(
                                "account-settings.setting-put/1",
                                AccountSettingsEvent.SettingPut.class),
                        JournalName.of(
                                "account-settings.setting-deleted/1",
                                AccountSettingsEvent.SettingDeleted.class),
                        JournalName.of(
                                "account-settings.snapshot-held/1", AccountSettings.Held.class)),
                Shown.in(
                        Shown.Place.ACCOUNT,
                        AccountSettings.Held.class::isInstance,
                        _ -> null,
                        List.of()),
                new RetentionRule.ForEver<>(),
                AggregateCheck.sequenceNumbers());
    }
}
