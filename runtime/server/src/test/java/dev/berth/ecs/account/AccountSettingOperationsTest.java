package dev.berth.ecs.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.Setting;

@ExtendWith(SharedServer.class)
class AccountSettingOperationsTest {
    private final Running server;
    private final EcsClient ecs;

    AccountSettingOperationsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
    }

    private Optional<String> effective(String name) {
        return ecs
                .listAccountSettings(r -> r.effectiveSettings(true).name(name))
                .settings()
                .stream()
                .map(Setting::value)
                .findFirst();
    }

    @Test
    void aSettingOfAPrincipalCountsBeforeTheDefaultOfTheAccount() {
        var byDefault =
                ecs.putAccountSettingDefault(r -> r.name("containerInsights").value("enhanced"))
                        .setting();
        assertThat(byDefault.principalArn()).endsWith(":root");
        assertThat(effective("containerInsights")).contains("enhanced");

        var own =
                ecs.putAccountSetting(r -> r.name("containerInsights").value("enabled")).setting();
        assertThat(own.principalArn()).contains(":user/");
        assertThat(effective("containerInsights")).contains("enabled");
        assertThat(ecs.listAccountSettings().settings())
                .extracting(Setting::nameAsString, Setting::value)
                .containsExactly(tuple("containerInsights", "enabled"));

        assertThat(ecs.deleteAccountSetting(r -> r.name("containerInsights")).setting().value())
                .isEqualTo("enhanced");
        assertThat(ecs.listAccountSettings().settings()).isEmpty();
        ecs.deleteAccountSetting(
                r -> r.name("containerInsights").principalArn(byDefault.principalArn()));
        assertThat(effective("containerInsights")).contains("disabled");
    }

    @Test
    void aNewClusterHasTheSettingsOfTheAccount() {
        ecs.putAccountSetting(r -> r.name("containerInsights").value("enhanced"));

        var created = ecs.createCluster(r -> r.clusterName(server.name())).cluster();

        assertThat(created.settings())
                .extracting(ClusterSetting::value)
                .containsExactly("enhanced");
        ecs.deleteAccountSetting(r -> r.name("containerInsights"));
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
        assertThat(effective("taskLongArnFormat")).contains("enabled");
        assertThat(
                        ecs.listAccountSettingsPaginator(
                                        r -> r.effectiveSettings(true).maxResults(2))
                                .settings())
                .extracting(Setting::nameAsString)
                .hasSize(10)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
