using System.Net;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.FileProviders;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>Serves the chat page, on loopback only.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    public const int DefaultPort = 8090;

    /// <summary>How many ports after the default one are tried when it is taken.</summary>
    private const int PortAttempts = 20;

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;

    private PageServer(WebApplication application, Uri url) => (_application, Url) = (application, url);

    /// <summary>The address of the page.</summary>
    public Uri Url { get; }

    /// <param name="session">The model behind the page.</param>
    /// <param name="port">The port, or the next free one; 0 takes any free one.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">None of the ports is free.</exception>
    public static async Task<PageServer> StartAsync(SandboxSession session, int port, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var application = Build(session, port == 0 ? 0 : port + attempt);
            try
            {
                await application.StartAsync(cancellationToken);
                return new PageServer(application, new Uri(application.Urls.First()));
            }
            catch (IOException) when (port != 0 && attempt < PortAttempts)
            {
                await application.DisposeAsync();
            }
            catch
            {
                await application.DisposeAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static WebApplication Build(SandboxSession session, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ChatEndpoints.MostUploadBytes;
            kestrel.Limits.MaxConcurrentConnections = 200;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.Encoder = PageCursor.Json.Encoder;
            json.SerializerOptions.DefaultIgnoreCondition = PageCursor.Json.DefaultIgnoreCondition;
            foreach (var converter in PageCursor.Json.Converters)
                json.SerializerOptions.Converters.Add(converter);
        });
        builder.Services.AddRoutingCore();

        var application = builder.Build();
        application.Use(PageGuard.CheckAsync);
        application.Use(AnswerNotPossibleAsync);
        var files = new EmbeddedFileProvider(typeof(PageServer).Assembly, $"{typeof(PageServer).Namespace}.Static");
        application.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        application.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = served => served.Context.Response.Headers.CacheControl = "no-cache",
        });
        application.UseRouting();
        var api = application.MapGroup("/api");
        EventStream.Map(api, session, application.Lifetime.ApplicationStopping);
        ChatEndpoints.Map(api, session);
        PanelEndpoints.Map(api, session);
        return application;
    }

    private static async Task AnswerNotPossibleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (NotPossibleException refused) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await context.Response.WriteAsJsonAsync(new { Error = refused.Message }, PageCursor.Json, context.RequestAborted);
        }
        catch (BadHttpRequestException malformed) when (!context.Response.HasStarted)
        {
            var isTooLarge = malformed.StatusCode == StatusCodes.Status413PayloadTooLarge;
            context.Response.StatusCode = malformed.StatusCode;
            await context.Response.WriteAsJsonAsync(
                new { Error = isTooLarge ? "Файл слишком большой: помещается до 20 МБ." : "Запрос не понят: обновите страницу." },
                PageCursor.Json, context.RequestAborted);
        }
    }

    /// <summary>The owner starts and stops the server; signals to the process are ignored.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
