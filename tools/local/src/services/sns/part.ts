import { endpointsOf } from '../../deliveries/endpoints.ts';
import { disposable, part } from '../../stack/part.ts';
import { lambda } from '../lambda/part.ts';
import { metrics } from '../metrics/part.ts';
import { sqs } from '../sqs/part.ts';
import { createPublisher } from './delivery/publisher.ts';
import { snsSubscription } from './resources/subscription.ts';
import { snsTopic, snsTopicPolicy } from './resources/topic.ts';
import { snsService } from './sns-service.ts';
import { openSnsStore } from './sns-store.ts';
import { createTemplateTopics } from './template-topics.ts';
import { createTopics } from './topics.ts';

/** SNS: standard topics, whose messages go to functions and queues; in place of a mail there is a notice. */
export const sns = part({
  name: 'sns',
  resources: [snsTopic, snsSubscription, snsTopicPolicy],
  needs: { lambda, metrics, sqs },
  open: async ({ clock, onNotice, statePath, region, accountId }, needs) => {
    const account = { region, accountId };
    const store = openSnsStore(statePath('topics.db'));
    const { sendAsService } = needs.sqs;
    const endpoints = endpointsOf('sns.amazonaws.com', { lambda: needs.lambda, sendAsService, accountId });
    const publisher = createPublisher({ store, clock, endpoints, onNotice, metrics: needs.metrics });
    const topics = createTopics({ store, account, clock, publisher });
    const templates = createTemplateTopics(topics);
    return {
      uses: { templates, publishAsService: topics.publishAsService },
      service: snsService(topics),
      start: () => {
        templates.removeOthers();
        publisher.start();
        return disposable(publisher.stop);
      },
      inFlight: () => (publisher.underWay() > 0 ? [`${publisher.underWay()} deliveries of sns`] : []),
      reset: publisher.clear,
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
