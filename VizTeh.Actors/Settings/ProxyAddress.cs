using System.Globalization;

namespace VizTeh.Actors.Settings;

/// <summary>An entry of PROXY: a proxy on the way to Telegram, or no proxy. Its text form never shows the password.</summary>
/// <param name="Address">Scheme, host and port, without user and password, which .NET ignores there; null for the direct way.</param>
/// <param name="User">Null when the proxy asks for none.</param>
/// <param name="Password">Null without a user.</param>
public sealed record ProxyAddress(Uri? Address, string? User = null, string? Password = null)
{
    /// <summary>The entry <c>direct</c>.</summary>
    public static ProxyAddress Direct { get; } = new(Address: null);

    /// <summary>What the proxy is called in the log and the like: host and port, or <c>direct</c>.</summary>
    public string Name => Address is null ? ProxyList.DirectWord : string.Create(
        CultureInfo.InvariantCulture, $"{Address.Host}:{Address.Port}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
