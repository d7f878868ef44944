package dev.berth.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.protocol.model.MalformedDocumentException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class QueryFormTest {
    private static final String STS = "https://sts.amazonaws.com/doc/2011-06-15/";

    @Test
    void aFormIsReadIntoActionVersionAndParameters() throws Exception {
        var plain = QueryForm.parse("Action=GetCallerIdentity&Version=2011-06-15");
        assertThat(plain.action()).isEqualTo("GetCallerIdentity");
        assertThat(plain.version()).isEqualTo("2011-06-15");
        assertThat(plain.parameters()).isEmpty();
        assertThat(QueryForm.parse("Name.member.1=a%20b+c%26&Flag&Action=X").parameters())
                .hasToString("{\"Name\":{\"member\":{\"1\":\"a b c&\"}},\"Flag\":\"\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action=A&Action=B",
                "Action=%zz",
                "Action.1=A",
                "A=1&A.B=2",
                "A.B=2&A=1",
                "A.1.B=1&A.1.B=1"
            })
    void aFormWithADuplicateParameterOrABrokenEncodingIsRefused(String form) {
        assertThatThrownBy(() -> QueryForm.parse(form))
                .isInstanceOf(MalformedDocumentException.class);
    }

    @Test
    void aParameterDeeperThanTheBoundIsRefused() {
        assertThatThrownBy(() -> QueryForm.parse("a" + ".1".repeat(70) + "=x"))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("64 levels");
    }

    @Test
    void theCallersIdentityIsWrittenAsStsWritesIt() {
        var response =
                GetCallerIdentityResponse.builder()
                        .userId("BERTHKEY")
                        .account("000000000000")
                        .arn("arn:aws:iam::000000000000:root")
                        .build();

        assertThat(text(QueryXml.response(STS, "GetCallerIdentity", response, "r-1")))
                .isEqualTo(
                        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                + "<GetCallerIdentityResult><UserId>BERTHKEY</UserId><Account>000000000000</Account>"
                                + "<Arn>arn:aws:iam::000000000000:root</Arn></GetCallerIdentityResult>"
                                + "<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>"
                                + "</GetCallerIdentityResponse>");
    }

    @Test
    void anErrorNamesTheFaultySideAndIsEscaped() {
        assertThat(
                        text(
                                QueryXml.error(
                                        STS,
                                        true,
                                        "InvalidAction",
                                        "<a> & \u0001",
                                        JsonNodeFactory.instance.objectNode(),
                                        "r-2")))
                .contains(
                        "<Error><Type>Sender</Type><Code>InvalidAction</Code>"
                                + "<Message>&lt;a&gt; &amp; \uFFFD</Message></Error><RequestId>r-2</RequestId>");
        assertThat(
                        text(
                                QueryXml.error(
                                        STS,
                                        false,
                                        "InternalFailure",
                                        "",
                                        JsonNodeFactory.instance.objectNode(),
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

        assertThat(text(QueryXml.response("n", "X", task, "r")))
                .contains("<createdAt>2026-11-22T21:01:00Z</createdAt>")
                .contains(
                        "<containers><member><name>a</name></member><member><name>b</name></member></containers>");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
