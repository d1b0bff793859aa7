using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.BotSettingsFixture;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>PROXY: which entries are read, and which are refused, without a word of their passwords.</summary>
public sealed class ProxyListTests : IDisposable
{
    private readonly BotSettingsFixture _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Without_the_setting_there_is_no_list()
    {
        Assert.Empty(_given.Load().Proxies);

        _given.Set("PROXY", " ");
        Assert.Empty(_given.Load().Proxies);
    }

    [Fact]
    public void The_order_of_the_list_is_kept()
    {
        var entries = Read("socks5://proxy.example:1080, http://10.0.0.2:3128/,DIRECT");

        Assert.Equal(["proxy.example:1080", "10.0.0.2:3128", "direct"], entries.Select(entry => entry.Name));
        Assert.Equal(
            ["socks5://proxy.example:1080/", "http://10.0.0.2:3128/", null], entries.Select(entry => entry.Address?.AbsoluteUri));
        Assert.All(entries, entry => Assert.Null(entry.User));
    }

    [Theory]
    [InlineData("socks5://anna:word@10.0.0.1:1080", "anna", "word")]
    [InlineData("SOCKS5H://anna:word@10.0.0.1:1080", "anna", "word")]
    [InlineData("http://anna:word@10.0.0.1:1080", "anna", "word")]
    [InlineData("socks5://anna:p@ss:w/o?r#d@10.0.0.1:1080", "anna", "p@ss:w/o?r#d")]
    [InlineData("socks5://an%3Ana:p%40ss%3Aword@10.0.0.1:1080", "an:na", "p@ss:word")]
    [InlineData("socks5://anna:100%25%2C@10.0.0.1:1080", "anna", "100%,")]
    [InlineData("socks5://anna:%D0%BF%D0%B0р@10.0.0.1:1080", "anna", "пар")]
    [InlineData("socks5://anna:a+b c@10.0.0.1:1080", "anna", "a+b c")]
    [InlineData("socks5://anna@10.0.0.1:1080", "anna", "")]
    [InlineData("socks5://anna:@10.0.0.1:1080", "anna", "")]
    public void User_and_password_are_taken_out_of_the_address(string text, string user, string password)
    {
        var entry = Assert.Single(Read(text));

        Assert.Equal((user, password), (entry.User, entry.Password));
        Assert.Equal("", entry.Address!.UserInfo);
        Assert.Equal("10.0.0.1:1080", entry.Name);
        Assert.Equal(text.StartsWith("http", StringComparison.Ordinal) ? "http" : "socks5", entry.Address.Scheme);
    }

    [Theory]
    [InlineData("socks5://[::1]:1080", "[::1]:1080")]
    [InlineData("http://anna:w:o@rd@[2001:db8::7]:80", "[2001:db8::7]:80")]
    [InlineData("http://proxy:80", "proxy:80")]
    public void An_entry_is_called_by_host_and_port(string text, string name) => Assert.Equal(name, Assert.Single(Read(text)).Name);

    [Fact]
    public void The_settings_as_text_show_no_password()
    {
        _given.Set("PROXY", $"socks5://anna:{Password}@10.0.0.1:1080,direct");

        var settings = _given.Load();

        Assert.Contains("Proxies = 10.0.0.1:1080,direct", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, settings.Proxies[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1:1080")]
    [InlineData("socks4://10.0.0.1:1080")]
    [InlineData("https://10.0.0.1:1080")]
    [InlineData("ftp://anna:" + Password + "@10.0.0.1:1080")]
    [InlineData("anna:" + Password + "@10.0.0.1:1080")]
    [InlineData("none")]
    [InlineData("direct://")]
    [InlineData("\"direct\"")]
    [InlineData(Token)]
    public void Another_scheme_is_refused(string entry) => AssertRefused(entry, "socks5://, socks5h:// or http://");

    [Theory]
    [InlineData("socks5://10.0.0.1")]
    [InlineData("socks5://anna:" + Password + "@10.0.0.1")]
    [InlineData("socks5://10.0.0.1:")]
    [InlineData("socks5://10.0.0.1:0")]
    [InlineData("socks5://10.0.0.1:65536")]
    [InlineData("socks5://10.0.0.1:abc")]
    [InlineData("socks5://:1080")]
    [InlineData("socks5://")]
    [InlineData("socks5://::1:1080")]
    [InlineData("socks5://[::1]")]
    [InlineData("socks5://[::1:1080")]
    [InlineData("socks5://proxy..example:1080")]
    [InlineData("http://10.0.0.1:3128/path")]
    [InlineData("http://10.0.0.1:3128//")]
    [InlineData("http://10.0.0.1:3128/?a=" + Password)]
    [InlineData("http://http://10.0.0.1:3128")]
    public void An_entry_that_names_no_host_with_a_port_is_refused(string entry) => AssertRefused(entry, "host and port");

    [Theory]
    [InlineData("socks5://@10.0.0.1:1080")]
    [InlineData("socks5://:" + Password + "@10.0.0.1:1080")]
    [InlineData("socks5://anna:50%@10.0.0.1:1080")]
    [InlineData("socks5://anna:%zz" + Password + "@10.0.0.1:1080")]
    [InlineData("socks5://anna:%4@10.0.0.1:1080")]
    [InlineData("socks5://anna:%FF@10.0.0.1:1080")]
    [InlineData("socks5://anna:" + Password + "%0D%0A@10.0.0.1:1080")]
    [InlineData("http://an%3Ana:" + Password + "@10.0.0.1:1080")]
    public void A_user_or_password_that_could_be_read_in_two_ways_or_not_be_sent_is_refused(string entry) =>
        AssertRefused(entry, "a user or a password");

    [Fact]
    public void A_password_of_half_a_character_is_refused() => AssertRefused("socks5://anna:\ud800@10.0.0.1:1080", "a user or a password");

    [Fact]
    public void A_password_is_no_longer_than_its_length_on_the_wire_can_say()
    {
        var longest = new string('x', 255);
        Assert.Equal(longest, Assert.Single(Read($"socks5://{longest}:{longest}@10.0.0.1:1080")).Password);
        Assert.Equal(longest + "x", Assert.Single(Read($"http://anna:{longest}x@10.0.0.1:1080")).Password);

        AssertRefused($"socks5://anna:{longest}x@10.0.0.1:1080", "255 bytes");
        AssertRefused($"socks5://anna:{new string('я', 128)}@10.0.0.1:1080", "255 bytes");
    }

    [Theory]
    [InlineData("direct,")]
    [InlineData(",direct")]
    [InlineData("direct,,socks5://10.0.0.1:1080")]
    public void An_empty_entry_is_refused(string text)
    {
        _given.Set("PROXY", text);

        Assert.Contains("PROXY: entry", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_entry_is_named_by_its_position()
    {
        _given.Set("PROXY", $"socks5://10.0.0.1:1080,socks4://10.0.0.2:1080,http://anna:{Password}@10.0.0.3,direct,direct");

        var refusal = _given.Refusal();

        Assert.Contains("PROXY: entry 2 must be the word direct", refusal, StringComparison.Ordinal);
        Assert.Contains("PROXY: entry 3 must end in the proxy's host and port", refusal, StringComparison.Ordinal);
        Assert.Contains("PROXY: entry 5 is there already", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("entry 1 ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_with_a_bare_comma_is_refused_not_cut_off()
    {
        _given.Set("PROXY", $"socks5://anna:12,{Password}@10.0.0.1:1080");

        Assert.Contains("PROXY: entry 2", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_proxy_may_be_listed_with_two_accounts() =>
        Assert.Equal(2, Read("socks5://anna:one@10.0.0.1:1080,socks5://boris:two@10.0.0.1:1080").Count);

    [Fact]
    public void Ten_entries_are_taken_and_twenty_are_refused()
    {
        Assert.Equal(10, Read(ListOf(10)).Count);

        _given.Set("PROXY", ListOf(20));
        Assert.Contains("PROXY has 20 entries; at most 10 are taken", _given.Refusal(), StringComparison.Ordinal);

        static string ListOf(int count) => string.Join(',', Enumerable.Range(1, count).Select(number => $"socks5://10.0.0.{number}:1080"));
    }

    private IReadOnlyList<ProxyAddress> Read(string text)
    {
        _given.Set("PROXY", text);
        return _given.Load().Proxies;
    }

    private void AssertRefused(string entry, string reason)
    {
        _given.Set("PROXY", $"direct,{entry}");

        var refusal = _given.Refusal();

        Assert.Contains("PROXY: entry 2 ", refusal, StringComparison.Ordinal);
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }
}
