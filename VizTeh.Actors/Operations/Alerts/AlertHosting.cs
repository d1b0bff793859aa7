using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Operations.Alerts;

public static class AlertHosting
{
    /// <summary>Registers the alerts; without an ops chat and e-mail there are none, and nothing is looked at.</summary>
    /// <param name="sender">
    /// Asks for no permit of a node: one whose database is away may not send replies, and is the one to tell of it.
    /// </param>
    public static IServiceCollection AddAlerts(
        this IServiceCollection services, BotSettings settings, Func<IServiceProvider, TelegramSender> sender)
    {
        services.AddSingleton<Connectivity>().AddSingleton<AlertMemory>();
        if (!settings.Alerts.AreAny)
            return services;
        return services
            .AddSingleton(AlertOptions.Default)
            .AddSingleton(MailOptions.Default)
            .AddSingleton(provider => DeskOf(
                settings, sender(provider), provider.GetRequiredService<NpgsqlDataSource>(),
                provider.GetRequiredService<Connectivity>(), provider.GetRequiredService<AlertMemory>(),
                provider.GetRequiredService<Troubles>(), provider.GetRequiredService<SoleDuty>(),
                provider.GetRequiredService<AlertOptions>(), provider.GetRequiredService<MailOptions>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>()))
            .AddHostedService<AlertWatch>();
    }

    internal static AlertDesk DeskOf(
        BotSettings settings, TelegramSender sender, NpgsqlDataSource database, Connectivity connectivity, AlertMemory memory,
        Troubles troubles, SoleDuty duty, AlertOptions options, MailOptions mailOptions, TimeProvider clock, ILoggerFactory logging)
    {
        var company = settings.Company;
        var chat = settings.Alerts.OpsChatId is { } chatId
            ? new OpsChat(chatId, sender, options, troubles, clock, logging.CreateLogger<OpsChat>())
            : null;
        var mail = settings.Alerts.Mail is { } server
            ? new SmtpMail(server, company.Name, mailOptions, troubles, clock, logging.CreateLogger<SmtpMail>())
            : null;
        var tickets = mail is not null && company.Alerts.Card is not null
            ? new TicketMailer(new UnseenTickets(database), mail, company, options, clock, logging.CreateLogger<TicketMailer>())
            : null;
        return new AlertDesk(
            memory, connectivity, new AlertStore(database),
            new AlertPost(memory, chat, mail, company.Texts, options, logging.CreateLogger<AlertPost>()), tickets, duty, company.Alerts,
            options, clock, logging.CreateLogger<AlertDesk>());
    }
}
