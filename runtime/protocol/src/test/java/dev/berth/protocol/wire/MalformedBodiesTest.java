package dev.berth.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.protocol.cbor.AwsCbor;
import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.sigv4.SignableRequest.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/** Whatever bytes arrive: a reader reads them or refuses them with its own exception. */
class MalformedBodiesTest {
    private static final int ROUNDS = 20_000;

    /** A protocol, and how a request of it looks. */
    enum Form {
        JSON(new Header("X-Amz-Target", "Service.Operation")),
        QUERY(new Header("Content-Type", "application/x-www-form-urlencoded")),
        CBOR(new Header("smithy-protocol", "rpc-v2-cbor"));

        private final Header header;

        Form(Header header) {
            this.header = header;
        }

        SignableRequest request(byte[] body, Header... more) {
            var headers = new ArrayList<>(List.of(more));
            headers.add(header);
            return new SignableRequest("POST", "/", "", headers, body);
        }

        byte[] valid(long seed) {
            var alarm =
                    new GeneratedModels(seed)
                            .request(() -> (SdkPojo) PutMetricAlarmRequest.builder());
            return switch (this) {
                case JSON -> AwsJson.write(alarm);
                case CBOR -> AwsCbor.write(alarm);
                case QUERY ->
                        ("Action=PutMetricAlarm&Version=2010-08-01&AlarmName=a&ActionsEnabled=true"
                                        + "&AlarmActions.member.1=b&AlarmActions.member.2=c&Period=60"
                                        + "&Threshold=1.5e3&Dimensions.member.1.Name=n&Tags=")
                                .getBytes(StandardCharsets.UTF_8);
            };
        }
    }

    private static void readOrRefuse(SignableRequest request) {
        var protocol = WireProtocol.of(request);
        protocol.called(request);
        try {
            var document = protocol.read(request);
            protocol.decode(document, PutMetricAlarmRequest.builder());
            protocol.decode(document, PutMetricDataRequest.builder());
        } catch (MalformedDocumentException reason) {
            assertThat(reason.getStackTrace()).isEmpty();
            assertThat(reason).hasNoCause();
            assertThat(reason.getMessage()).endsWith(".");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyWithChangedBytesIsReadOrRefused(Form form) {
        var random = new Random(20261122);
        for (int round = 0; round < ROUNDS; round++) {
            var body = form.valid(round % 50);
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            readOrRefuse(form.request(Arrays.copyOf(body, random.nextInt(body.length) + 1)));
            readOrRefuse(form.request(body));
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomBytesAreReadOrRefused(Form form) {
        var random = new Random(20261123);
        for (int round = 0; round < ROUNDS; round++) {
            var body = new byte[random.nextInt(64)];
            random.nextBytes(body);
            readOrRefuse(form.request(body));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatDecompressesBeyondTheBoundIsRefused(Form form) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[RequestBody.MAX_DECOMPRESSED + 1]);
        }
        var request = form.request(bytes.toByteArray(), new Header("Content-Encoding", "gzip"));

        assertThatThrownBy(() -> WireProtocol.of(request).read(request))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageContaining("after decompression");
    }

    /** The caller's signature is not verified yet when this is asked. */
    @Test
    void ofACompressedFormOnlyTheBeginningIsReadToFindTheOperation() throws IOException {
        var padding = "&Long=" + "%41".repeat(RequestBody.BEGINNING);

        assertThat(called("Action=ListMetrics&Version=2010-08-01" + padding))
                .isEqualTo(new CalledOperation("2010-08-01", "ListMetrics"));
        assertThat(called("Version=2010-08-01" + padding + "&Action=ListMetrics"))
                .isEqualTo(new CalledOperation("2010-08-01", ""));
        assertThat(called("Version=2010-08-01&Action=ListMetrics"))
                .isEqualTo(new CalledOperation("2010-08-01", "ListMetrics"));
    }

    private static CalledOperation called(String form) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(form.getBytes(StandardCharsets.UTF_8));
        }
        var request =
                Form.QUERY.request(bytes.toByteArray(), new Header("Content-Encoding", "gzip"));
        return WireProtocol.of(request).called(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br"})
    void aBodyThatDoesNotMatchItsEncodingIsRefused(String encoding) {
        var request = Form.JSON.request(new byte[] {1}, new Header("Content-Encoding", encoding));

        assertThatThrownBy(() -> WireProtocol.of(request).read(request))
                .isInstanceOf(MalformedDocumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Period=6x",
                "Period=99999999999",
                "Threshold=0x1p3",
                "ActionsEnabled=yes",
                "Dimensions.member.1=a",
                "Dimensions.member.0.Name=a",
                "Dimensions.member.x.Name=a",
                "Dimensions.1.Name=a",
                "Dimensions=a",
                "AlarmName.member.1=a",
            })
    void aFormOfAnotherShapeThanTheModelIsRefused(String form) {
        var request = Form.QUERY.request(form.getBytes(StandardCharsets.UTF_8));
        var protocol = WireProtocol.of(request);

        assertThatThrownBy(
                        () ->
                                protocol.decode(
                                        protocol.read(request), PutMetricAlarmRequest.builder()))
                .isInstanceOf(MalformedDocumentException.class)
                .hasMessageStartingWith(form.substring(0, form.indexOf('=')).split("\\.")[0]);
    }

    @Test
    void anErrorNamesTheParameterAsTheFormDoes() {
        var request =
                Form.QUERY.request("MetricData.member.2.Value=x".getBytes(StandardCharsets.UTF_8));
        var protocol = WireProtocol.of(request);

        assertThatThrownBy(
                        () ->
                                protocol.decode(
                                        protocol.read(request), PutMetricDataRequest.builder()))
                .hasMessage("MetricData.member.2.Value must be a number.");
    }

    @Test
    void aRequestThatNamesNoOperationCallsNone() {
        var none = new CalledOperation("", "");
        var bare = new SignableRequest("POST", "/", "", List.of(), new byte[0]);
        var twice = Form.QUERY.request("Action=A&Action=B".getBytes(StandardCharsets.UTF_8));

        assertThat(WireProtocol.of(bare).called(bare)).isEqualTo(none);
        assertThat(WireProtocol.of(twice).called(twice)).isEqualTo(none);
        var cbor = Form.CBOR.request(new byte[0]);
        assertThat(WireProtocol.of(cbor).called(cbor)).isEqualTo(none);
    }

    @Test
    void membersOutsideTheModelStayReachable() throws Exception {
        var request = Form.JSON.request("{\"private\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8));
        assertThat(WireProtocol.of(request).read(request).at("/private/a").intValue()).isOne();
        var form = Form.QUERY.request("Private.member.1=a".getBytes(StandardCharsets.UTF_8));
        assertThat(WireProtocol.of(form).read(form).at("/Private/member/1").textValue())
                .isEqualTo("a");
    }
}
