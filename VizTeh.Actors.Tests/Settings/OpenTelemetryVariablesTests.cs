namespace VizTeh.Actors.Tests.Settings;

/// <summary>OpenTelemetry's own variables, from the environment or from .env.</summary>
public sealed class OpenTelemetryVariablesTests : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly BotSettingsFixture _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Without_an_endpoint_nothing_is_sent_whatever_else_is_set()
    {
        _given.Set("OTEL_SERVICE_NAME", "bot");

        Assert.Empty(_given.Load().OpenTelemetry);
    }

    [Fact]
    public void With_an_endpoint_all_of_them_count_and_the_environment_goes_before_the_file()
    {
        _given.WriteFile($"{Endpoint}=http://127.0.0.1:4317\nOTEL_SERVICE_NAME=of-the-file\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        _given.Set("OTEL_SERVICE_NAME", "of-the-environment");

        Assert.Equal(
            new Dictionary<string, string>
            {
                [Endpoint] = "http://127.0.0.1:4317",
                ["OTEL_SERVICE_NAME"] = "of-the-environment",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            },
            _given.Load().OpenTelemetry);
    }

    [Theory]
    [InlineData("127.0.0.1:4317")]
    [InlineData("grpc://127.0.0.1:4317")]
    [InlineData("collector")]
    public void An_endpoint_that_is_no_address_is_refused_by_its_name(string text)
    {
        _given.Set(Endpoint, text);

        Assert.Contains($"{Endpoint} must be", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_which_may_hold_a_secret_is_not_in_the_text_of_the_settings()
    {
        _given.Set(Endpoint, "http://127.0.0.1:4317");
        _given.Set("OTEL_EXPORTER_OTLP_HEADERS", "authorization=secret");

        Assert.DoesNotContain("secret", _given.Load().ToString(), StringComparison.Ordinal);
    }
}
