using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>What an error on the way through a proxy says, and what it must not say.</summary>
public sealed class ProxyFaultTests
{
    private const string Password = "w0rd-of-the-system";

    [Theory]
    [InlineData("Refuses", "the proxy answers 503")]
    [InlineData("Works", "the proxy answers 407")]
    [InlineData("Mute", "no connection within 0.5 s")]
    public async Task A_password_in_the_address_of_a_proxy_as_a_systems_variable_has_it_is_in_no_error(string conduct, string reason)
    {
        await using var proxy = TestProxy.Http("anna", conduct == "Works" ? "another" : Password);
        proxy.Conduct = Enum.Parse<ProxyConduct>(conduct);
        // .NET makes such an address of https_proxy.
        var way = new ProxyAddress(new Uri($"http://anna:{Password}@{proxy.Name}"), "anna", Password);
        // On a busy machine a proxy that does answer may take longer than that.
        var limit = conduct == "Mute" ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(30);
        using var client = new HttpClient(new TelegramConnections(way, limit));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://telegram.example/")));

        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(reason, ProxyFault.Of(error));
    }

    [Fact]
    public void A_cancellation_or_an_error_of_the_program_says_nothing_about_a_proxy()
    {
        Assert.Null(ProxyFault.Of(new OperationCanceledException()));
        Assert.Null(ProxyFault.Of(new InvalidOperationException()));
    }
}
