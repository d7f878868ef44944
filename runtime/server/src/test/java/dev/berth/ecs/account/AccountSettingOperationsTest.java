package dev.berth.ecs.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.Setting;

@ExtendWith(SharedServer.class)
class AccountSettingOperationsTest {
    private final EcsClient ecs;

    AccountSettingOperationsTest(Running server) {
        this.ecs = server.ecs();
    }

    @Test
    void aSettingThatSaysHowTheServerWorksIsAccepted() {
        var put =
                ecs.putAccountSetting(r -> r.name("taskLongArnFormat").value("enabled")).setting();
        var set =
                ecs.putAccountSettingDefault(r -> r.name("containerInsights").value("disabled"))
                        .setting();
        var deleted = ecs.deleteAccountSetting(r -> r.name("awsvpcTrunking")).setting();

        assertThat(put.value()).isEqualTo("enabled");
        assertThat(put.principalArn()).contains(":user/");
        assertThat(set.value()).isEqualTo("disabled");
        assertThat(deleted.value()).isEqualTo("disabled");
    }

    @Test
    void anotherValueAndAnUnknownSettingAreRefused() {
        assertThatThrownBy(
                        () ->
                                ecs.putAccountSetting(
                                        r -> r.name("taskLongArnFormat").value("disabled")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("taskLongArnFormat can only be enabled on this server.");
        assertThatThrownBy(() -> ecs.deleteAccountSetting(r -> r.name("colour")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("name must be one of");
    }

    @Test
    void effectiveSettingsAreListedPageByPage() {
        assertThat(ecs.listAccountSettings().settings()).isEmpty();
        assertThat(
                        ecs.listAccountSettings(
                                        r -> r.effectiveSettings(true).name("containerInsights"))
                                .settings())
                .extracting(Setting::value)
                .containsExactly("disabled");
        assertThat(
                        ecs.listAccountSettingsPaginator(
                                        r -> r.effectiveSettings(true).maxResults(2))
                                .settings())
                .extracting(Setting::nameAsString)
                .hasSize(9)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
