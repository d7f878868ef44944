package dev.berth.domain.accountsetting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Decision;
import dev.berth.domain.accountsetting.AccountSettingsCommand.Delete;
import dev.berth.domain.accountsetting.AccountSettingsCommand.Put;
import dev.berth.domain.accountsetting.AccountSettingsEvent.SettingDeleted;
import dev.berth.domain.accountsetting.AccountSettingsEvent.SettingPut;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountSettingsDeciderTest {
    private final AccountSettingsDecider decider = new AccountSettingsDecider();

    private List<AccountSettingsEvent> decide(
            AccountSettings state, AccountSettingsCommand command) {
        return switch (decider.decide(state, command, Instant.EPOCH)) {
            case Decision.Accepted<AccountSettingsEvent>(var events, _) -> events;
            case Decision.Rejected<AccountSettingsEvent> refusal ->
                    throw new AssertionError(refusal);
        };
    }

    private AccountSettings after(AccountSettingsEvent... events) {
        var state = decider.initial();
        for (var event : events) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    @Test
    void aSettingThatIsPutHasItsLastValue() {
        assertThat(decide(decider.initial(), new Put("containerInsights", "enabled")))
                .containsExactly(new SettingPut("containerInsights", "enabled"));
        assertThat(
                        after(
                                        new SettingPut("containerInsights", "enabled"),
                                        new SettingPut("containerInsights", "enhanced"))
                                .all())
                .isEqualTo(Map.of("containerInsights", "enhanced"));
    }

    @Test
    void aSettingThatIsPutAgainOrDeletedTwicePersistsNothing() {
        var state = after(new SettingPut("containerInsights", "enabled"));

        assertThat(decide(state, new Put("containerInsights", "enabled"))).isEmpty();
        assertThat(decide(state, new Delete("awsvpcTrunking"))).isEmpty();
    }

    @Test
    void aDeletedSettingIsNotSetAnyMoreAndTheOthersAre() {
        var state =
                after(
                        new SettingPut("containerInsights", "enabled"),
                        new SettingPut("awsvpcTrunking", "disabled"));

        assertThat(decide(state, new Delete("containerInsights")))
                .containsExactly(new SettingDeleted("containerInsights"));
        assertThat(decider.evolve(state, new SettingDeleted("containerInsights")).all())
                .isEqualTo(Map.of("awsvpcTrunking", "disabled"));
    }
}
