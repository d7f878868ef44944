package dev.berth.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ClientEndpointProvider;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.LocationTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.protocols.query.AwsQueryProtocolFactory;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Flattened lists and maps, which the model of no service here has: what the SDK's marshaller
 * writes is read.
 */
class FlattenedTest {
    /** A model class as the SDK generates them; it is its own builder. */
    private static final class Queue implements SdkPojo, SdkBuilder<Queue, Queue> {
        private static final SdkField<String> TEXT =
                SdkField.<String>builder(MarshallingType.STRING).traits(location("member")).build();
        private static final SdkField<List<String>> NAMES =
                SdkField.<List<String>>builder(MarshallingType.LIST)
                        .memberName("Names")
                        .getter(queue -> ((Queue) queue).names)
                        .setter((queue, value) -> ((Queue) queue).names = value)
                        .traits(
                                location("Name"),
                                ListTrait.builder().memberFieldInfo(TEXT).isFlattened(true).build())
                        .build();
        private static final SdkField<Map<String, String>> ATTRIBUTES =
                SdkField.<Map<String, String>>builder(MarshallingType.MAP)
                        .memberName("Attributes")
                        .getter(queue -> ((Queue) queue).attributes)
                        .setter((queue, value) -> ((Queue) queue).attributes = value)
                        .traits(
                                location("Attribute"),
                                MapTrait.builder()
                                        .keyLocationName("Name")
                                        .valueLocationName("Value")
                                        .valueFieldInfo(TEXT)
                                        .isFlattened(true)
                                        .build())
                        .build();

        private List<String> names;
        private Map<String, String> attributes;

        private static LocationTrait location(String name) {
            return LocationTrait.builder()
                    .location(MarshallLocation.PAYLOAD)
                    .locationName(name)
                    .build();
        }

        @Override
        public List<SdkField<?>> sdkFields() {
            return List.of(NAMES, ATTRIBUTES);
        }

        @Override
        public Map<String, SdkField<?>> sdkFieldNameToField() {
            return Map.of("Names", NAMES, "Attributes", ATTRIBUTES);
        }

        @Override
        public Queue build() {
            return this;
        }
    }

    private static Queue sample() {
        var queue = new Queue();
        queue.names =
                List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "the tenth", "the eleventh");
        queue.attributes = new LinkedHashMap<>();
        queue.attributes.put("size", "1");
        queue.attributes.put("colour", "red");
        return queue;
    }

    @Test
    void whatTheSdkMarshallsIsRead() throws Exception {
        var factory =
                AwsQueryProtocolFactory.builder()
                        .clientConfiguration(
                                SdkClientConfiguration.builder()
                                        .option(
                                                SdkClientOption.CLIENT_ENDPOINT_PROVIDER,
                                                ClientEndpointProvider.forEndpointOverride(
                                                        URI.create("http://localhost")))
                                        .build())
                        .build();
        var request =
                factory.createProtocolMarshaller(
                                OperationInfo.builder()
                                        .httpMethod(SdkHttpMethod.POST)
                                        .requestUri("/")
                                        .operationIdentifier("SetQueue")
                                        .apiVersion("2012-11-05")
                                        .build())
                        .marshall(sample());
        var form = QueryForm.parse(request.encodedQueryParameters().orElseThrow());

        var read = QueryForm.decode(form.parameters(), new Queue());

        assertThat(form.action()).isEqualTo("SetQueue");
        assertThat(read.names).isEqualTo(sample().names);
        assertThat(read.attributes).isEqualTo(sample().attributes);
    }

    @Test
    void theirElementsAreWrittenWithoutAnElementAroundThem() {
        var queue = new Queue();
        queue.names = List.of("a", "b");
        queue.attributes = Map.of("size", "1");

        assertThat(
                        new String(
                                QueryXml.response("n", "GetQueue", queue, "r"),
                                StandardCharsets.UTF_8))
                .contains(
                        "<GetQueueResult><Name>a</Name><Name>b</Name>"
                                + "<Attribute><Name>size</Name><Value>1</Value></Attribute>"
                                + "</GetQueueResult>");
    }
}
