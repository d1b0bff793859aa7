using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Support;

/// <summary>A letter that the test's mail server has taken.</summary>
/// <param name="WasSecure">Whether it came over TLS.</param>
/// <param name="User">Who had signed in; null for nobody.</param>
internal sealed record ReceivedLetter(MimeMessage Message, IReadOnlyList<string> To, bool WasSecure, string? User)
{
    public string Subject => Message.Subject ?? "";

    public string Text => (Message.TextBody ?? "").ReplaceLineEndings("\n");

    public string Raw => Message.ToString();
}

/// <summary>A mail server on 127.0.0.1, which keeps the letters that it takes.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "bot@firm.example";
    public const string Password = "smtp-pass-word";
    public const string Recipient = "admin@firm.example";

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<ReceivedLetter> _letters = new();
    private Task _running = Task.CompletedTask;

    private MailServer()
    {
    }

    public int Port { get; private set; }

    /// <summary>The addresses that it takes no letter for.</summary>
    public ConcurrentBag<string> UnknownRecipients { get; } = [];

    /// <summary>Whether it refuses each letter once it has read it.</summary>
    public bool RefusesLetters { get; set; }

    /// <summary>How many letters it refused after it had read them.</summary>
    public int RefusedLetters { get; private set; }

    public IReadOnlyList<ReceivedLetter> Letters => [.. _letters];

    /// <summary>The settings for it, with one recipient.</summary>
    public MailSettings Settings => new("127.0.0.1", Port, MailSecurity.Off, null, null, User, [Recipient]);

    /// <param name="certificate">With it the server offers STARTTLS.</param>
    /// <param name="isTls">Whether it speaks TLS from the first byte on.</param>
    /// <param name="wantsSignIn">Whether it takes letters only after <see cref="User"/> has signed in with <see cref="Password"/>.</param>
    public static async Task<MailServer> StartAsync(
        X509Certificate2? certificate = null, bool isTls = false, bool wantsSignIn = false)
    {
        var server = new MailServer();
        var started = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, args) => started.TrySetResult(((IPEndPoint)args.LocalEndPoint).Port);
        var services = new ServiceProvider();
        services.Add(listeners);
        services.Add(new Store(server));
        services.Add(new Filter(server));
        services.Add(new DelegatingUserAuthenticator((user, password) => (user, password) == (User, Password)));
        var options = new SmtpServerOptionsBuilder().ServerName("mail.test").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0)).IsSecure(isTls).AllowUnsecureAuthentication()
                .AuthenticationRequired(wantsSignIn);
            if (certificate is not null)
                endpoint.Certificate(certificate);
        }).Build();
        server._running = new SmtpServer.SmtpServer(options, services).StartAsync(server._stopping.Token);
        server.Port = await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return server;
    }

    /// <summary>A certificate for 127.0.0.1 that nobody has signed but itself.</summary>
    public static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        // A server's side needs the key in the same object.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    /// <summary>Waits for a letter.</summary>
    public async Task<ReceivedLetter> NextAsync(Func<ReceivedLetter, bool> isWanted)
    {
        await Eventually.IsTrueAsync(() => Letters.Any(isWanted), "the letter has come");
        return Letters.First(isWanted);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private sealed class Store(MailServer server) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (server.RefusesLetters)
            {
                server.RefusedLetters++;
                return Task.FromResult(SmtpResponse.TransactionFailed);
            }

            using var bytes = new MemoryStream(buffer.ToArray());
            server._letters.Enqueue(new ReceivedLetter(
                MimeMessage.Load(bytes, cancellationToken), [.. transaction.To.Select(mailbox => mailbox.AsAddress())],
                context.Pipe.IsSecure, context.Authentication.IsAuthenticated ? context.Authentication.User : null));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Filter(MailServer server) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(
            ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            Task.FromResult(!server.UnknownRecipients.Contains(to.AsAddress()));
    }
}
