package dev.berth.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class AwsQueryTest {
    @Test
    void aFormIsReadIntoActionVersionAndParameters() throws Exception {
        assertThat(AwsQuery.parse("Action=GetCallerIdentity&Version=2011-06-15"))
                .isEqualTo(new AwsQuery("GetCallerIdentity", "2011-06-15", Map.of()));
        assertThat(AwsQuery.parse("Name.member.1=a%20b+c%26&Flag&Action=X").parameters())
                .isEqualTo(Map.of("Name.member.1", "a b c&", "Flag", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Version=1", "Action=", "Action=A&Action=B", "Action=%zz"})
    void aFormThatNamesNoSingleActionIsRefused(String form) {
        assertThatThrownBy(() -> AwsQuery.parse(form))
                .isInstanceOf(AwsQuery.MalformedException.class);
    }

    @Test
    void theCallersIdentityIsWrittenAsStsWritesIt() {
        var response =
                GetCallerIdentityResponse.builder()
                        .userId("BERTHKEY")
                        .account("000000000000")
                        .arn("arn:aws:iam::000000000000:root")
                        .build();

        assertThat(
                        text(
                                AwsQueryXml.response(
                                        AwsQueryXml.STS_NAMESPACE,
                                        "GetCallerIdentity",
                                        response,
                                        "r-1")))
                .isEqualTo(
                        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                + "<GetCallerIdentityResult><UserId>BERTHKEY</UserId><Account>000000000000</Account>"
                                + "<Arn>arn:aws:iam::000000000000:root</Arn></GetCallerIdentityResult>"
                                + "<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>"
                                + "</GetCallerIdentityResponse>");
    }

    @Test
    void anErrorSaysWhoseFaultItIsAndIsEscaped() {
        assertThat(
                        text(
                                AwsQueryXml.error(
                                        AwsQueryXml.STS_NAMESPACE,
                                        true,
                                        "InvalidAction",
                                        "<a> & \u0001",
                                        "r-2")))
                .contains(
                        "<Error><Type>Sender</Type><Code>InvalidAction</Code>"
                                + "<Message>&lt;a&gt; &amp; \uFFFD</Message></Error><RequestId>r-2</RequestId>");
        assertThat(
                        text(
                                AwsQueryXml.error(
                                        AwsQueryXml.STS_NAMESPACE,
                                        false,
                                        "InternalFailure",
                                        "",
                                        "r")))
                .contains("<Type>Receiver</Type>");
    }

    @Test
    void listsStructuresAndTimesAreWrittenAsTheProtocolHasThem() {
        var task =
                Task.builder()
                        .createdAt(Instant.parse("2026-11-22T21:01:00Z"))
                        .containers(
                                Container.builder().name("a").build(),
                                Container.builder().name("b").build())
                        .build();

        assertThat(text(AwsQueryXml.response("n", "X", task, "r")))
                .contains("<createdAt>2026-11-22T21:01:00Z</createdAt>")
                .contains(
                        "<containers><member><name>a</name></member><member><name>b</name></member></containers>");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
